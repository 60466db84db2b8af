"""A plan by two people, with its gaps; assignments with their days; the calendar of a month."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.tests.villages import page
from conglang.base.duties.models import Notice
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Department
from conglang.base.units.scope import ForeignUnit, everything, use_scope
from conglang.content.newsroom.models import ArticleKind
from conglang.content.newsroom.tests.conftest import NOW, publish, write
from conglang.content.planning.models import Assignment, Plan
from conglang.content.planning.services.assign import drop, give, link
from conglang.content.planning.tests.conftest import DESK, published
from conglang.content.planning.tests.test_themes import table_row
from conglang.kernel import clock
from conglang.tools.approval.services.submit import submit

BASIS = {"can-cu": "Kế hoạch 12/KH-UBND ngày 15/01/2026"}
DUE = date(2026, 11, 30)


def approved_plan(home, desk) -> Plan:
    desk(home.desk).post(DESK, BASIS)
    with everything("tests"):
        plan = Plan.objects.get()
    desk(home.head).post(DESK, {"duyet": plan.changed_at.isoformat()})
    with everything("tests"):
        return Plan.objects.get()


def given(home, title: str = "Tiêm phòng đàn gia súc", **more) -> Assignment:
    facts = more or {"person_id": home.writer.user_id}
    with use_scope(home.desk.scope):
        row = Assignment(title=title, **facts)
        return give(by=home.desk, unit_id=home.unit.pk, assignment=row, due_on=DUE, now=NOW)


def fresh(row: Assignment) -> Assignment:
    with everything("tests"):
        return Assignment.objects.select_related("duty").get(pk=row.pk)


def test_a_plan_begins_with_the_usual_targets_and_counts_when_another_person_approves_it(home, desk):
    first = desk(home.desk)
    assert "Năm này chưa có kế hoạch" in page(first, DESK)
    first.post(DESK, BASIS)
    with everything("tests"):
        plan = Plan.objects.get()
        assert [(row.kind, row.least, row.most) for row in plan.targets.all()] == [
            ("", 150, 200),
            ("video", 12, None),
        ]
    with clock.frozen(NOW + timedelta(minutes=1)):
        first.post(DESK, {"kind": "infographic", "quarter": "4", "least": "5", "theme": "", "most": ""})
    wrong = first.post(DESK, {"kind": "", "quarter": "0", "least": "9", "most": "3", "theme": ""})
    assert wrong.status_code == 422
    assert first.post(DESK, {"duyet": "2026-01-01T00:00:00+00:00"}).status_code == 403
    head = desk(home.head)
    head.post(DESK, {"duyet": plan.changed_at.isoformat()})
    with everything("tests"):
        assert Plan.objects.get().approved_at is None, "it was changed after that look"
        seen = Plan.objects.get().changed_at.isoformat()
    head.post(DESK, {"duyet": seen})
    shown = page(head, DESK)
    assert table_row(shown, f"{ArticleKind.INFOGRAPHIC.label}, quý IV")[0] == "≥ 5"
    assert first.post(DESK, {"least": "1", "quarter": "0"}).status_code == 404
    first.post(DESK, {"can-cu": "Kế hoạch sửa đổi"})
    with everything("tests"):
        assert Plan.objects.first().version == 2
        assert Plan.objects.first().targets.count() == 3
    assert desk(home.writer).post(DESK, BASIS).status_code == 403


def test_whoever_wrote_a_line_does_not_approve(home, desk):
    head = desk(home.head)
    head.post(DESK, BASIS)
    with everything("tests"):
        seen = Plan.objects.get().changed_at.isoformat()
    head.post(DESK, {"duyet": seen})
    with everything("tests"):
        assert Plan.objects.get().approved_at is None
    desk(home.leader).post(DESK, {"duyet": seen})
    with everything("tests"):
        assert Plan.objects.get().approved_by_id == home.leader.user_id


def test_the_gap_says_what_is_done_planned_and_missing_and_opens_it(home, desk):
    approved_plan(home, desk)
    published(home, "Phim về cổng làng", date(2026, 5, 4), kind="video")
    published(home, "Tin mùa gặt", date(2026, 6, 4))
    given(home, person_id=home.writer.user_id, kind="video", title="Phim lễ hội")
    shown = page(desk(home.writer), DESK)
    assert table_row(shown, "tin, bài các loại, cả năm") == ["150–200", "2", "1", "147", "2"]
    assert table_row(shown, "video, cả năm") == ["≥ 12", "1", "1", "10", "1"]
    behind = page(desk(home.writer), f"{DESK}tin-bai/?loai=video&muc=sap-toi")
    assert "Phim lễ hội" in behind
    assert "Phim về cổng làng" not in behind


def test_an_assignment_is_told_and_done_when_its_item_is_handed_in(home):
    row = given(home)
    with everything("tests"):
        assert [note.person_id for note in Notice.objects.all()] == [home.writer.user_id]
    assert (row.duty.due_on, row.duty.person_id) == (DUE, home.writer.user_id)
    article = write(home)
    with use_scope(home.writer.scope):
        link(by=home.writer, assignment_id=row.pk, article_id=article.pk, now=NOW)
        submit(item=article, by=home.writer, now=NOW)
    assert fresh(row).duty.fulfilled_at is None
    with everything("tests"):
        deliver(now=NOW + timedelta(seconds=1))
    assert fresh(row).duty.fulfilled_at is not None


def test_an_item_that_was_handed_in_before_is_named_and_done_at_once(home):
    row, article = given(home), publish(write(home), home)
    with use_scope(home.desk.scope):
        link(by=home.desk, assignment_id=row.pk, article_id=article.pk, now=NOW)
    assert fresh(row).duty.fulfilled_at is not None


def test_only_who_was_asked_names_the_item_and_only_ones_own(home, neighbour):
    row, article = given(home), write(home, by=home.colleague)
    with use_scope(home.colleague.scope), pytest.raises(Forbidden):
        link(by=home.colleague, assignment_id=row.pk, article_id=article.pk, now=NOW)
    with use_scope(home.writer.scope), pytest.raises(Forbidden):
        link(by=home.writer, assignment_id=row.pk, article_id=article.pk, now=NOW)
    with use_scope(neighbour.writer.scope), pytest.raises(NotFound):
        link(by=neighbour.writer, assignment_id=row.pk, article_id=article.pk, now=NOW)


def test_one_person_or_one_department_is_asked_for_a_day_to_come(home, neighbour):
    with everything("tests"):
        office, other = (
            Department.objects.create(unit=of.unit, name="Văn phòng") for of in (home, neighbour)
        )
    assert given(home, department_id=office.pk).duty.department_id == office.pk
    for wrong in (
        {"person_id": home.writer.user_id, "department_id": office.pk},
        {"person_id": neighbour.writer.user_id},
    ):
        with pytest.raises(ValidationError):
            given(home, **wrong)
    with pytest.raises(ForeignUnit):
        given(home, department_id=other.pk)


def test_an_empty_form_is_refused_in_plain_words(home, desk):
    answer = desk(home.desk).post(f"{DESK}phan-cong/", {"title": ""})
    assert answer.status_code == 422
    assert "Vui lòng chọn một người hoặc một phòng, ban." in answer.content.decode()
    assert "Constraint" not in answer.content.decode()


def test_a_dropped_assignment_is_planned_no_more(home, desk):
    row = given(home)
    with use_scope(home.desk.scope):
        drop(by=home.desk, assignment_id=row.pk, reason="Hoãn tiêm phòng", now=NOW)
    assert fresh(row).duty.cancelled_at is not None
    assert row.title not in page(desk(home.head), f"{DESK}phan-cong/")


def test_people_are_asked_and_answer_on_the_desk(home, desk):
    typed = {
        "title": "Gương điển hình",
        "kind": "article",
        "person": home.writer.user_id,
        "due_on": "2026-11-30",
    }
    planner, writer, path = desk(home.desk), desk(home.writer), f"{DESK}phan-cong/"
    assert planner.post(path, typed | {"due_on": "2026-11-01"}).status_code == 422
    assert planner.post(path, typed | {"person": ""}).status_code == 422
    assert planner.post(path, typed).status_code == 302
    assert writer.post(path, typed).status_code == 403
    with everything("tests"):
        row = Assignment.objects.get()
    article = write(home)
    assert "Gương điển hình" in page(writer, path)
    writer.post(f"{path}{row.pk}/", {"article": article.pk})
    assert fresh(row).article_id == article.pk
    planner.post(f"{path}{row.pk}/", {"ly-do": "Không viết nữa"})
    assert fresh(row).duty.cancelled_at is not None


def test_the_month_shows_what_is_public_and_what_is_asked_for(home, desk):
    given(home)
    published(home, "Tin giữa tháng", date(2026, 11, 15))
    shown = page(desk(home.writer), f"{DESK}lich/?nam=2026&thang=11")
    assert "Tiêm phòng đàn gia súc" in shown
    assert "Tin giữa tháng" in shown
    assert "Tin giữa tháng" not in page(desk(home.writer), f"{DESK}lich/?nam=2026&thang=10")
    page(desk(home.writer), f"{DESK}lich/?nam=2100&thang=12")
