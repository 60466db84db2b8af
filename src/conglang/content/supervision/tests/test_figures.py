"""Figures of people, departments and hamlets with their items, and reminders to who is silent."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.tests.villages import page
from conglang.base.units.models import Department, Hamlet
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, publish, write
from conglang.content.planning.queries import Period
from conglang.content.supervision.models import Nudge, Span
from conglang.content.supervision.queries import contributions
from conglang.content.supervision.rules import Group, ranked
from conglang.content.supervision.services.remind import remind_by_itself, remind_now, set_rhythm
from conglang.content.supervision.tests.conftest import DESK
from conglang.kernel import clock
from conglang.tools.approval.services.return_ import return_
from conglang.tools.approval.services.submit import submit

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
DECEMBER = NOW + timedelta(days=15)


def sent_back(home, title: str) -> Article:
    article = write(home, title=title, author_name="Lê Văn B")
    with use_scope(home.writer.scope):
        submit(item=article, by=home.writer, now=NOW)
    with use_scope(home.desk.scope):
        row = Article.objects.get(pk=article.pk)
        return_(item=row, reason="Thiếu ảnh", by=home.desk, now=NOW)
    return article


def figures(home, group: Group) -> dict[str, tuple[int, int, int]]:
    with use_scope(home.desk.scope):
        lines = ranked(contributions(home.unit, NOVEMBER).items, group)
    return {line.name: (line.submitted, line.returned, line.published) for line in lines}


def remind(home, by, now=NOW) -> int:
    with use_scope(by.scope):
        return remind_now(by=by, unit_id=home.unit.pk, period=NOVEMBER, now=now)


@pytest.mark.postgres
def test_the_trail_gives_what_each_person_department_and_hamlet_contributed(home):
    with everything("tests"):
        office = Department.objects.get()
        Hamlet.objects.create(unit=home.unit, kind="thon", name="Đông")
    publish(write(home, title="Bài đăng", author_address="Thôn Đông", department_id=office.pk), home)
    sent_back(home, "Bài trả lại")
    write(home, title="Nháp của An", author_name="An")
    assert figures(home, Group.PERSON) == {"Nguyễn Văn A": (1, 0, 1), "Lê Văn B": (1, 1, 0)}
    assert figures(home, Group.DEPARTMENT) == {office.name: (1, 0, 1)}
    assert list(figures(home, Group.HAMLET).values()) == [(1, 0, 1)]


def test_every_figure_opens_its_items_and_contributors_see_their_own(home, neighbour, desk):
    publish(write(home, title="Bài của ta", author_name="Writer.98001"), home)
    publish(write(home, title="Bài của bạn", author_name="Colleague.98001", by=home.colleague), home)
    head = desk(home.head)
    assert "Colleague.98001" in page(head, DESK)
    behind = page(head, f"{DESK}tin-bai/?theo=nguoi&ten=Colleague.98001&muc=da-dang")
    assert "Bài của bạn" in behind
    assert "Bài của ta" not in behind
    own = page(desk(home.writer), DESK) + page(desk(home.writer), f"{DESK}tin-bai/")
    assert "Bài của ta" in own
    assert "Bài của bạn" not in own
    assert "Colleague" not in own
    assert desk(home.writer).post(DESK, {"nhac": "1"}).status_code == 403
    assert desk(neighbour.head).get(f"{DESK}?don-vi={home.unit.pk}").status_code == 404
    assert page(head, f"{DESK}?ky=x&thang=99&nam=1&tep=exe")


def test_the_files_say_what_the_screen_says(home, desk):
    publish(write(home), home)
    sent_back(home, "=1+1")
    head = desk(home.head)
    sheet = load_workbook(BytesIO(head.get(f"{DESK}?tep=xlsx").content)).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["Người viết", "1", "Nguyễn Văn A", "1", "0", "1"] in lines
    assert "Nguyễn Văn A" in head.get(f"{DESK}?tep=csv").content.decode()
    paper = Document(BytesIO(head.get(f"{DESK}?tep=docx").content))
    assert any(
        "Nguyễn Văn A" in cell.text for table in paper.tables for row in table.rows for cell in row.cells
    )


def test_heads_of_silent_departments_are_told_once_a_day_by_hand(home, mailoutbox):
    assert remind(home, home.desk) == 1
    assert remind(home, home.head) == 0
    assert remind(home, home.desk, NOW + timedelta(days=1)) == 1
    with pytest.raises(Forbidden):
        remind(home, home.writer)
    with everything("tests"):
        assert {nudge.person_id for nudge in Nudge.objects.all()} == {home.chief.user_id}


def test_after_a_period_each_head_is_told_once_by_itself_where_the_unit_wants_it(home, neighbour):
    assert remind_by_itself(now=DECEMBER) == 0
    with use_scope(home.desk.scope):
        set_rhythm(by=home.desk, unit_id=home.unit.pk, span=Span.MONTH, basis="Quy chế", is_on=True, now=NOW)
    assert remind_by_itself(now=NOW) == 0, "October was not asked for"
    assert remind_by_itself(now=DECEMBER) == 1
    assert remind_by_itself(now=DECEMBER + timedelta(days=2)) == 0


def test_a_department_that_handed_something_in_is_not_silent(home, desk):
    with everything("tests"):
        office = Department.objects.get()
    article = write(home, by=home.chief)
    assert office.name in page(desk(home.head), DESK)
    with use_scope(home.chief.scope):
        submit(item=article, by=home.chief, now=NOW)
    assert remind(home, home.desk) == 0
    assert "Kỳ này phòng, ban nào cũng đã gửi tin, bài" in page(desk(home.head), DESK)


def test_the_rhythm_is_laid_down_on_the_desk(home, desk):
    client = desk(home.desk)
    assert client.post(DESK, {"span": "week"}).status_code == 422
    assert client.post(DESK, {"span": "quarter", "is_on": "on", "basis": "Quy chế 2026"}).status_code == 302
    assert "Quy chế 2026" in page(client, DESK)


def test_figures_cost_the_same_queries_at_any_number_of_items(home, desk, django_assert_max_num_queries):
    publish(write(home), home)
    client = desk(home.head)
    page(client, DESK)
    with django_assert_max_num_queries(60) as few:
        page(client, DESK)
    for number in range(6):
        with clock.frozen(NOW):
            publish(write(home, title=f"Bài {number}", author_name=f"Người {number}"), home)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page(client, DESK)
