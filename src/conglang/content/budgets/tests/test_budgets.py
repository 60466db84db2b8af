"""A commune's budget year: what happens, what is made public, and whether it was in time."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.duties.models import Duty
from conglang.base.duties.queries import reckon
from conglang.base.duties.services.close import cancel
from conglang.base.duties.services.move import extend
from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.content.budgets.models import BudgetEvent, BudgetItem
from conglang.content.budgets.queries import coverage_of, coverage_of_many, items
from conglang.content.budgets.reading import NoTable
from conglang.content.budgets.rules import State
from conglang.content.budgets.services.record_event import record_event
from conglang.content.budgets.services.write import Files, edit_item
from conglang.content.budgets.tests.books import ROWS, book
from conglang.content.budgets.tests.conftest import NOW, fresh, happened, publish, write
from conglang.content.disclosure.models import Entry
from conglang.content.disclosure.services.keep_time import start_periods
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.approval.versions import Conflict
from conglang.tools.media.models import Exposure

TODAY = date(2026, 11, 21)
SYSTEM = Actor.system("tests")


def states(of, year=2026):
    with everything("tests"):
        lines = coverage_of([of.unit.pk], year, TODAY, items())
    return {line.expected.key: line.state for line in lines}


def duty_of(event):
    with everything("tests"):
        return Duty.objects.get(pk=event.duty_id)


def test_the_figures_of_a_spreadsheet_are_part_of_the_item(home):
    item = write(home)
    assert fresh(item).sheets[0].title == "CÂN ĐỐI NGÂN SÁCH XÃ 6 THÁNG NĂM 2026"
    assert str(item) == "Thực hiện ngân sách cấp xã 6 tháng đầu năm 2026"
    assert [file.extension for file in item.documents] == ["pdf", "xlsx"]


def test_a_public_item_shows_its_files_and_nobody_approves_their_own(home):
    item = write(home)
    clerk = home.actor("clerk")
    with use_scope(clerk.scope):
        row = BudgetItem.objects.get(pk=item.pk)
        submit(item=row, by=clerk, now=NOW)
        with pytest.raises(Refused):
            approve(item=row, expected_hash="0" * 64, by=clerk, now=NOW)
    other = publish(write(home, key="exec_03"), home)
    with everything("tests"):
        assert Exposure.objects.filter(owner_pk=other.pk).count() == 2
        assert not Exposure.objects.filter(owner_pk=item.pk).exists()


def test_nothing_is_submitted_without_the_signed_file_and_the_figures(home):
    by = home.actor("clerk")
    item = write(home)
    with use_scope(by.scope):
        row = BudgetItem.objects.get(pk=item.pk)
        newest = row.get_latest_revision_as_object()
        newest.signed_file, newest.tables = None, []
        with pytest.raises(ValidationError) as refused:
            newest.check_complete()
    assert refused.value.message_dict.keys() == {"signed_file", "sheet_file"}


def test_an_event_starts_the_clock_and_the_public_item_stops_it(home):
    event = happened(home, date(2026, 11, 20), "decided", "Nghị quyết 12/NQ-HĐND", 2027)
    duty = duty_of(event)
    assert event.due_on == duty.due_on == date(2026, 12, 21), "the thirtieth day is a Sunday"
    assert states(home, 2027)["decided"] is State.DUE
    item = publish(write(home, year=2027, key="decided"), home)
    assert fresh(duty).fulfilled_at == item.first_published_at
    assert states(home, 2027)["decided"] is State.PUBLIC


def test_what_comes_after_its_day_is_told_as_late(home):
    happened(home, date(2026, 6, 30))
    assert states(home)["exec_06"] is State.OVERDUE
    publish(write(home), home)
    assert states(home)["exec_06"] is State.PUBLIC_LATE


def test_what_is_public_already_fulfils_a_duty_that_starts_later(home):
    publish(write(home), home)
    assert duty_of(happened(home, date(2026, 6, 30))).is_closed


@pytest.mark.postgres
def test_the_same_event_twice_is_one_and_a_wrong_one_is_refused(home):
    first = happened(home, date(2026, 6, 30))
    assert happened(home, date(2026, 6, 29)).pk == first.pk, "once a year"
    one = happened(home, date(2026, 11, 2), "support_policy", "Hỗ trợ hộ nghèo")
    assert happened(home, date(2026, 11, 2), "support_policy", "hỗ trợ  hộ nghèo").pk == one.pk
    assert happened(home, date(2026, 11, 2), "support_policy", "Hỗ trợ bão lụt").pk != one.pk
    with pytest.raises(ValidationError):
        happened(home, date(2026, 12, 1), "exec_year")  # to come
    with pytest.raises(ValidationError):
        happened(home, date(2026, 1, 5), "old_year", year=2025)  # the old law had no term for it
    with pytest.raises(ValidationError):
        happened(home, date(2026, 1, 5), "decided", year=2026)  # not of that year


def test_dates_follow_the_duty_and_a_cancelled_one_can_be_told_anew(home):
    event = happened(home, date(2026, 11, 20), "decided", year=2027)
    with everything("tests"):
        extend(by=SYSTEM, duty_id=event.duty_id, until=date(2026, 12, 24), reason="chờ chữ ký", now=NOW)
        deliver(now=NOW, limit=100)
    assert fresh(event).due_on == date(2026, 12, 24)
    with everything("tests"):
        cancel(by=SYSTEM, duty_id=event.duty_id, reason="ghi nhầm ngày", now=NOW)
        deliver(now=NOW, limit=100)
    assert fresh(event).cancelled_at is not None
    again = happened(home, date(2026, 11, 21), "decided", year=2027)
    assert again.due_on == date(2026, 12, 21)


def test_supports_are_told_one_by_one(home):
    event = happened(home, date(2026, 11, 2), "support_result", "Hỗ trợ bão số 3")
    publish(write(home, key="support_result", about="Hỗ trợ hộ nghèo quý III"), home)
    with everything("tests"):
        lines = coverage_of([home.unit.pk], 2026, TODAY, items())
    told = {line.title: line.state for line in lines if line.expected.key == "support_result"}
    assert told == {
        "Kết quả hỗ trợ trực tiếp năm 2026: Hỗ trợ bão số 3": State.DUE,
        "Kết quả hỗ trợ trực tiếp năm 2026: Hỗ trợ hộ nghèo quý III": State.PUBLIC,
    }
    publish(write(home, key="support_result", about="Hỗ trợ bão số 3", event=event), home)
    assert duty_of(event).is_closed
    with everything("tests"):
        entered = Entry.objects.get(title__contains="bão số 3")
    assert entered.duty_id == event.duty_id, "the catalogue and the budget ask for it in one duty"


def test_old_years_tell_what_is_there_and_what_is_missing(home):
    publish(write(home, year=2020, key="old_settled"), home)
    found = states(home, 2020)
    assert found.pop("old_settled") is State.PUBLIC
    assert set(found.values()) == {State.MISSING}


@pytest.mark.parametrize(
    ("key", "year", "on", "due_on", "law"),
    [
        ("old_draft", 2026, date(2025, 12, 10), date(2025, 12, 17), "343/2016"),
        ("old_decided", 2026, date(2025, 12, 20), date(2026, 1, 19), "343/2016"),
        ("old_q1", 2025, date(2025, 3, 31), date(2025, 4, 15), "343/2016"),
        ("old_h1", 2025, date(2025, 6, 30), date(2025, 7, 15), "343/2016"),
        ("old_settled", 2024, date(2025, 7, 18), date(2025, 8, 18), "343/2016"),  # the 17th is a Sunday
        ("old_settled", 2024, date(2026, 4, 1), date(2026, 5, 4), "73/2026"),  # 30 April to 3 May are off
    ],
)
def test_years_of_the_old_law_have_its_terms_also_when_the_new_one_lets_them_go_on(
    home, key, year, on, due_on, law
):
    event = happened(home, on, key, year=year)
    assert event.due_on == due_on
    with everything("tests"):
        (version,) = reckon(duty_of(event)).versions
    assert law in version.doc


def test_the_accountant_enters_figures_and_another_one_approves(home):
    with everything("tests"):
        home.users["clerk"] = appointed("ketoan.98001", home.unit, Role.ACCOUNTANT, NOW)
    item = publish(write(home), home)
    assert item.live
    books = home.actor("clerk")
    assert books.may("budgets.write", home.unit.pk)
    assert not books.may("budgets.approve", home.unit.pk)


def test_a_change_of_a_public_item_waits_for_approval(home):
    item = publish(write(home), home)
    by = home.actor("clerk")
    sheet = BytesIO(book([["Nội dung", "Số"], ["Thu khác", 5], ["Chi khác", 6]]))
    given = {"values": {"note": "Sửa số"}, "files": Files(sheet=sheet), "now": NOW}
    with use_scope(by.scope):
        row = BudgetItem.objects.get(pk=item.pk)
        with pytest.raises(Conflict):
            edit_item(by=by, item=row, expected_version="0", **given)
        newest = edit_item(by=by, item=row, expected_version=row.version, **given)
    assert newest.sheets[0].rows[0] == ("Thu khác", 5)
    assert fresh(item).sheets[0].rows[0][1] == "TỔNG SỐ THU"


def test_what_does_not_fit_is_refused(home, neighbour):
    strange = happened(neighbour, date(2026, 11, 2), "funds", "Quỹ vì người nghèo")
    for values in ({"year": 2015}, {"key": "draft"}, {"key": "funds"}, {"key": "funds", "event": strange}):
        with pytest.raises(ValidationError):
            write(home, **values)
    with pytest.raises(NoTable):
        write(home, sheet=book(ROWS, hidden="Riêng"))
    by, row = home.actor("clerk"), write(home)
    files = Files(signed=BytesIO(b"chu"))
    with use_scope(by.scope), pytest.raises(ValidationError):
        edit_item(by=by, item=row, expected_version=row.version, values={}, files=files, now=NOW)


def test_only_those_who_may_write_do_in_their_own_unit(home, neighbour):
    given = {"year": 2026, "key": "exec_06", "happened_on": date(2026, 6, 30), "words": "", "now": NOW}
    officer = home.actor("officer")
    with use_scope(officer.scope), pytest.raises(Forbidden):
        record_event(by=officer, unit_id=home.unit.pk, **given)
    clerk = home.actor("clerk")
    with use_scope(clerk.scope), pytest.raises(NotFound):
        record_event(by=clerk, unit_id=neighbour.unit.pk, **given)


def test_the_clock_that_the_catalogue_starts_is_the_budgets_own(home):
    october = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
    with everything("tests"):
        start_periods(by=SYSTEM, unit=home.unit, now=october)
        deliver(now=october, limit=200)
        event = BudgetEvent.objects.get(key="exec_09")
    assert event.due_on == date(2026, 10, 12), "the tenth is a Saturday"
    assert happened(home, date(2026, 9, 30), "exec_09").pk == event.pk
    publish(write(home, key="exec_09"), home)
    assert duty_of(event).fulfilled_at == NOW
    assert states(home)["exec_09"] is State.PUBLIC_LATE


def test_a_public_item_stands_in_the_catalogue_while_it_is_public(home):
    item = publish(write(home, decision="12/QĐ-UBND", decided_on=date(2026, 11, 20)), home)
    with everything("tests"):
        entry = Entry.objects.get()
    assert (entry.heading_key, entry.period, entry.code) == ("budget_execution_06", "2026", "12/QĐ-UBND")
    assert entry.live
    assert entry.path == item.get_absolute_url()
    head = home.actor("head")
    with use_scope(head.scope):
        withdraw(item=BudgetItem.objects.get(pk=item.pk), reason="sai số", by=head, now=NOW)
    with everything("tests"):
        deliver(now=NOW, limit=100)
        assert not Entry.objects.get().live
        assert not Exposure.objects.exists()
    assert states(home)["exec_06"] is State.OVERDUE


def test_many_communes_are_told_in_two_queries(home, neighbour, django_assert_num_queries):
    publish(write(home), home)
    units = [home.unit, neighbour.unit]
    with everything("tests"), django_assert_num_queries(2):
        found = coverage_of_many(units, 2026, TODAY)
    state = {pk: next(x.state for x in lines if x.expected.key == "exec_06") for pk, lines in found.items()}
    assert state == {home.unit.pk: State.PUBLIC_LATE, neighbour.unit.pk: State.MISSING}
