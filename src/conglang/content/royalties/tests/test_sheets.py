"""The sheet of a month from its proposal to the day on which it was paid."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.duties.models import Duty
from conglang.base.duties.rules import State
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.languages import Language
from conglang.content.royalties.models import Adjustment, MonthSheet, Paid, Payee, Status, Work
from conglang.content.royalties.queries import balance, sums_of
from conglang.content.royalties.services.keep import confirm_table, enter_table, keep_payee, set_budget
from conglang.content.royalties.services.propose import propose
from conglang.content.royalties.services.set_work import adjust
from conglang.content.royalties.tests.conftest import (
    LATER,
    MONTH,
    NOW,
    approved,
    closed,
    decide_prices,
    drawn_up,
    fresh,
    paid_in,
    published,
    run,
    set_facts,
    works_of,
)

AUTHOR, EDITOR, HEAD = "Nguyễn Văn A", "Editor.98001", "Head.98001"


def test_a_sheet_pays_author_editor_and_approver_of_what_was_first_published_in_the_month(home):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    published(home, "Tháng trước", datetime(2026, 10, 31, 16, 59, tzinfo=UTC))
    published(home, "Đúng nửa đêm", datetime(2026, 10, 31, 17, 0, tzinfo=UTC))
    sheet = drawn_up(home)
    assert {title for title, _name, _part in paid_in(sheet)} == {"Lịch tiêm phòng", "Đúng nửa đêm"}
    assert {key[1:]: amount for key, amount in paid_in(sheet).items() if key[0] == "Lịch tiêm phòng"} == {
        (AUTHOR, "author"): 150_000, (EDITOR, "editing"): 20_000, (HEAD, "approving"): 15_000
    }  # fmt: skip


def test_collected_items_and_translations_get_their_share_and_a_repeated_item_counts_as_reuse(home):
    decide_prices(home)
    original = published(home, "Cổng làng", NOW - timedelta(days=3))
    published(home, "Tin sưu tầm", source_name="Báo Tỉnh")
    published(home, "Village gate", language=Language.ENGLISH, translation_of_id=original.pk)
    published(home, "Cổng làng", NOW - timedelta(days=1))
    published(home, "Cổng làng", NOW)
    sheet = drawn_up(home)
    paid = [(work.title, work.use, work.reckoned.get("royalty")) for work in works_of(sheet)]
    assert sorted(paid, key=str) == [
        ("Cổng làng", "creation", 150_000), ("Cổng làng", "reuse", 30_000), ("Cổng làng", "unpaid", 0),
        ("Tin sưu tầm", "collecting", 75_000), ("Village gate", "translation", 60_000),
    ]  # fmt: skip


def test_nothing_is_paid_twice_whatever_the_code_does(home):
    decide_prices(home)
    first = published(home, "Cổng làng")
    second = published(home, "Lịch họp")
    sheet = drawn_up(home)
    work = next(each for each in works_of(sheet) if each.article_id == second.pk)
    with pytest.raises(ValidationError, match="hai lần"):
        set_facts(home, work, original_id=first.pk)
    with everything("tests"), pytest.raises(IntegrityError), transaction.atomic():
        Work.objects.filter(pk=work.pk).update(original=first)
    with everything("tests"), pytest.raises(IntegrityError), transaction.atomic():
        Work.objects.create(
            unit=home.unit, sheet=sheet, article=first, original=first, use="reuse", language="vi",
            title="x", published_on=MONTH, genre="news",
        )  # fmt: skip


def test_drawing_up_anew_takes_what_came_since_and_keeps_what_people_set(home):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    sheet = drawn_up(home, now=NOW)
    [work] = works_of(sheet)
    set_facts(home, work, genre="report", authors=[("Nguyễn Văn A", 60), ("Trần Thị B", 40)])
    with everything("tests"):
        payment = Paid.objects.get(work=work, payee__name="Trần Thị B")
    run(home.head, adjust, payment_id=payment.pk, amount=150_000, reason="Ảnh rất đẹp")
    published(home, "Lịch họp dân")
    drawn_up(home)
    found = paid_in(sheet)
    assert found["Lịch tiêm phòng", "Nguyễn Văn A", "author"] == 300_000
    assert found["Lịch tiêm phòng", "Trần Thị B", "author"] == 150_000
    assert ("Lịch họp dân", AUTHOR, "author") in found
    with everything("tests"):
        kept = Adjustment.objects.get()
    assert (kept.before, kept.after, kept.reason, kept.by_name) == (200_000, 150_000, "Ảnh rất đẹp", HEAD)


def test_an_adjustment_needs_a_reason_and_the_head(home):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    [work] = works_of(drawn_up(home))
    with everything("tests"):
        payment = Paid.objects.filter(work=work).first()
    with pytest.raises(ValidationError):
        run(home.head, adjust, payment_id=payment.pk, amount=1, reason=" ")
    with pytest.raises(Forbidden):
        run(home.desk, adjust, payment_id=payment.pk, amount=1, reason="Tự ý")
    assert fresh(payment).amount == payment.computed


def test_whoever_had_a_hand_in_a_sheet_does_not_approve_it(home):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    sheet = run(home.head, propose, unit_id=home.unit.pk, month=MONTH)
    drawn_up(home)
    with pytest.raises(ValidationError):
        approved(home, sheet, by=home.head)
    with pytest.raises(Forbidden):
        approved(home, sheet, by=home.desk)
    with everything("tests"), pytest.raises(IntegrityError), transaction.atomic():
        MonthSheet.objects.filter(pk=sheet.pk).update(approved_by=home.desk.user_id)
    assert approved(home, sheet).status == Status.APPROVED


def test_only_a_finished_sheet_is_approved_and_only_as_it_was_seen(home):
    published(home, "Lịch tiêm phòng")
    sheet = drawn_up(home)
    [work] = works_of(sheet)
    assert work.trouble == "news", "no decision says what a news item is worth"
    with pytest.raises(ValidationError, match="mức chi"):
        approved(home, sheet)
    decide_prices(home)
    seen = fresh(sheet).changed_at
    drawn_up(home, now=LATER + timedelta(minutes=1))
    with pytest.raises(ValidationError, match="vừa"):
        approved(home, sheet, seen=seen)
    with pytest.raises(ValidationError, match="chưa hết"):
        approved(home, sheet, now=datetime(2026, 11, 30, 16, 59, tzinfo=UTC))
    assert approved(home, sheet).status == Status.APPROVED


def test_a_sheet_that_was_approved_and_paid_never_changes_again(home):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    sheet = drawn_up(home)
    [work] = works_of(sheet)
    approved(home, sheet)
    with pytest.raises(ValidationError):
        closed(home, sheet, paid_on=date(2026, 12, 3))
    assert closed(home, sheet).paid_on == date(2026, 12, 2)
    before = paid_in(sheet)
    published(home, "Đến muộn")
    drawn_up(home)
    with everything("tests"):
        payment = Paid.objects.filter(work=work).first()
    for change in (
        lambda: set_facts(home, work, genre="report"),
        lambda: run(home.head, adjust, payment_id=payment.pk, amount=5, reason="Sửa"),
    ):
        with pytest.raises(ValidationError):
            change()
    assert paid_in(sheet) == before
    assert fresh(sheet).status == Status.CLOSED


def test_under_the_decree_a_sheet_is_due_sixty_days_after_the_first_publication(home):
    published(home, "Bài tháng Tám", datetime(2026, 8, 10, 3, tzinfo=UTC))
    sheet = drawn_up(home, date(2026, 8, 1))
    [work] = works_of(sheet)
    assert work.trouble == "news", "the decree has limits, somebody chooses the coefficient"
    with pytest.raises(ValidationError, match="10"):
        set_facts(home, work, value=11)
    set_facts(home, work, value=4)
    assert works_of(sheet)[0].reckoned["royalty"] == 4 * 253_000
    with everything("tests"):
        payment = Paid.objects.get(work=work, part="author")
    for amount, is_warned in ((1_315_600, False), (1_315_601, True)):  # 30 percent more, and beyond that
        run(home.head, adjust, payment_id=payment.pk, amount=amount, reason="Bài có giá trị cao")
        with everything("tests"):
            assert [each.pk for each in sums_of(fresh(sheet)).raised] == [work.pk] * is_warned
    with everything("tests"):
        duty = Duty.objects.get(pk=fresh(sheet).duty_id)
    assert duty.due_on == date(2026, 10, 9)
    approved(home, sheet)
    closed(home, sheet)
    assert fresh(duty).state(LATER) is State.DONE_LATE
    assert drawn_up(home).duty_id is None, "the newer decree has no such term"


def test_a_person_is_taxed_on_everything_of_one_sheet(home):
    decide_prices(home, {"report": {"kind": "amount", "usual": 2_500_000}})
    for title in ("Phóng sự một", "Phóng sự hai"):
        published(home, title)
    sheet = drawn_up(home)
    for work in works_of(sheet):
        set_facts(home, work, genre="report")
    with everything("tests"):
        sums = sums_of(fresh(sheet))
    assert (sums.gross, sums.tax, sums.net) == (5_000_000, 500_000, 4_500_000)


def test_somebody_whose_post_it_is_to_write_is_not_paid_for_it(home):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    sheet = drawn_up(home)
    with everything("tests"):
        payee = Payee.objects.get(name=AUTHOR)
    payee.on_duty = True
    run(home.desk, keep_payee, payee=payee)
    drawn_up(home)
    assert paid_in(sheet)["Lịch tiêm phòng", AUTHOR, "author"] == 0


def test_the_year_has_a_budget_that_warns_before_it_is_used_up(home):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    sheet = drawn_up(home)
    marks = []
    for amount in (1_000_000, 200_000, 185_000):
        run(home.accountant, set_budget, unit_id=home.unit.pk, year=2026, amount=amount, decision="5/QĐ")
        with everything("tests"):
            marks.append(balance(home.unit.pk, 2026).warning)
    assert marks == [0, 80, 100]
    approved(home, sheet)
    with everything("tests"):
        found = balance(home.unit.pk, 2026)
    assert (found.approved, found.proposed, found.left) == (185_000, 0, 0)


def test_a_table_counts_when_another_person_confirmed_it_and_stays_within_the_law(home, neighbour):
    row = decide_prices(home)
    assert row.confirmed_by_id == home.leader.user_id
    mine = fresh(row)
    mine.pk, mine.decision, mine.confirmed_by, mine.confirmed_at = None, "32/QĐ-UBND", None, None
    mine._state.adding = True
    mine = run(home.desk, enter_table, unit_id=home.unit.pk, table=mine)
    with pytest.raises(ValidationError):
        run(home.desk, confirm_table, unit_id=home.unit.pk, table_id=mine.pk)
    with pytest.raises(NotFound):
        run(neighbour.leader, confirm_table, unit_id=neighbour.unit.pk, table_id=mine.pk)
    with pytest.raises(ValidationError):
        decide_prices(home, {"news": {"kind": "coefficient", "usual": "11"}}, valid_from=date(2026, 1, 1),
                      decision="33/QĐ-UBND")  # fmt: skip


def test_every_step_is_on_record_and_neighbours_find_nothing(home, neighbour):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    sheet = drawn_up(home)
    approved(home, sheet)
    closed(home, sheet)
    closed(home, sheet)
    with everything("tests"):
        verbs = list(
            AuditEntry.objects.filter(verb__startswith="royalties.")
            .order_by("pk")
            .values_list("verb", flat=True)
        )
    assert verbs == [
        "royalties.table_entered", "royalties.table_confirmed", "royalties.proposed", "royalties.approved",
        "royalties.closed",
    ]  # fmt: skip
    with use_scope(neighbour.leader.scope):
        assert not MonthSheet.objects.exists()
    with pytest.raises(NotFound):
        approved(neighbour, sheet)
