"""The clock of publication: started by the day of issue, stopped by the public page."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.duties.models import Duty
from conglang.base.duties.rules import State
from conglang.base.units.scope import everything, use_scope
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.queries import day_is_open
from conglang.content.documents.services.confirm_closing import confirm_closing
from conglang.content.documents.services.keep_clock import keep_clock
from conglang.content.documents.services.write import edit_document, write_document
from conglang.content.documents.tests.conftest import (
    NOW,
    facts,
    pdf,
    predecessor,
    publish,
    published,
    write,
)
from conglang.content.documents.timeliness import Case, Figures, figures, grouped
from conglang.kernel.clock import local_day
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.rules import Reason

TODAY = local_day(NOW)  # a Saturday
DAY = timedelta(days=1)


def clocks(document) -> list[Duty]:
    with everything("tests"):
        return list(Duty.objects.filter(subject_id=str(document.pk)).order_by("pk"))


def change(of, document, **values):
    by = of.actor("clerk")
    with use_scope(by.scope):
        row = OfficialDocument.objects.get(pk=document.pk)
        edit_document(
            by=by, document=row, expected_version=row.version, values=values,
            files=row.get_latest_revision_as_object().documents, now=NOW,
        )  # fmt: skip


def test_the_clock_runs_from_the_day_of_issue_and_stops_when_it_is_public(home):
    row = write(home, issued_on=TODAY - 2 * DAY)
    (duty,) = clocks(row)
    assert (duty.title, duty.due_on) == (
        "Công khai Quyết định 12/QĐ-UBND",
        date(2026, 11, 27),
    )  # with a day off
    assert duty.person == home.users["clerk"]
    assert duty.subject_url == reverse("documents:document", args=[row.pk])
    assert duty.state(NOW) is State.OPEN
    publish(row, home)
    (duty,) = clocks(row)
    assert duty.state(NOW) is State.DONE_IN_TIME
    keep_clock(document_id=row.pk, now=NOW + DAY)
    assert [each.fulfilled_at for each in clocks(row)] == [NOW]


def test_what_was_late_stays_late(home):
    (duty,) = clocks(published(home, issued_on=TODAY - 20 * DAY))
    assert duty.state(NOW) is State.DONE_LATE


def test_another_day_of_issue_starts_another_clock_and_the_first_stays_on_record(home):
    row = write(home, issued_on=TODAY - 2 * DAY)
    change(home, row, issued_on=TODAY - 9 * DAY, code="13/QĐ-UBND")
    first, second = clocks(row)
    assert first.state(NOW) is State.CANCELLED
    assert first.close_reason == "Ngày ban hành được sửa từ 19/11/2026 thành 12/11/2026."
    assert (second.title, second.due_on) == ("Công khai Quyết định 13/QĐ-UBND", date(2026, 11, 19))
    change(home, row, issued_on=TODAY - 2 * DAY)
    assert [each.is_closed for each in clocks(row)] == [True, True, False]


def confirm(of, document, name="head", seen=None):
    by = of.actor(name)
    with use_scope(by.scope):
        seen = OfficialDocument.objects.get(pk=document.pk).version if seen is None else seen
        confirm_closing(by=by, document_id=document.pk, seen=seen, now=NOW)


def test_what_may_not_be_public_has_no_clock_but_only_with_its_ground_and_two_people(home):
    row = write(home, issued_on=TODAY - 2 * DAY, disclosure="", disclosure_ground="")
    assert clocks(row)[0].title.startswith("Quyết định công khai hay không, rồi công khai:")
    change(home, row, disclosure="closed")
    with pytest.raises(Refused):
        confirm(home, row)
    change(home, row, disclosure_ground="Điều 9")
    assert not clocks(row)[0].is_closed, "one person's word is no decision"
    for _again in range(2):
        confirm(home, row)
        assert [each.close_reason for each in clocks(row)] == ["Không công khai: Điều 9"]
    change(home, row, abstract="Điều khác")
    assert [each.is_closed for each in clocks(row)] == [True, False], "nobody has confirmed this version"
    confirm(home, row)
    change(home, row, disclosure="open")
    assert [each.is_closed for each in clocks(row)] == [True, True, False]


def test_the_second_person_is_another_one_and_has_read_this_version(home):
    row = write(home, issued_on=TODAY, disclosure="closed", disclosure_ground="Điều 9")
    with everything("tests"):
        OfficialDocument.objects.update(closed_by=home.users["head"])
    for reason, name, seen in ((Reason.OWN_WORK, "head", None), (Reason.NOT_PERMITTED, "clerk", None)):
        with pytest.raises((Refused, Forbidden)) as refusal:
            confirm(home, row, name, seen)
        assert getattr(refusal.value, "reason", Reason.NOT_PERMITTED) is reason
    with everything("tests"):
        OfficialDocument.objects.update(closed_by=home.users["clerk"])
    with pytest.raises(Refused) as refusal:
        confirm(home, row, seen="0")
    assert refusal.value.reason is Reason.CONTENT_CHANGED
    assert not clocks(row)[0].is_closed


def test_a_day_that_was_read_from_a_file_starts_no_clock_until_somebody_confirms_it(home):
    by = home.actor("clerk")
    read = {"issued_on": {"line": "Bến Sen, ngày 19 tháng 11 năm 2026", "certainty": "sure"}}
    with use_scope(by.scope):
        row = write_document(
            by=by, unit_id=home.unit.pk, values=facts(issued_on=TODAY - 2 * DAY), files=[pdf(home)],
            reading=read, now=NOW,
        )  # fmt: skip
        assert list(day_is_open(OfficialDocument.objects.all())) == [row]
    assert clocks(row) == []
    change(home, row)
    (duty,) = clocks(row)
    assert duty.due_on == date(2026, 11, 27), "counted from the day of issue all the same"
    with use_scope(by.scope):
        assert not day_is_open(OfficialDocument.objects.all())


def test_others_publish_their_own_documents(home):
    assert clocks(write(home, issued_on=TODAY, issuer_name="Bộ Nội vụ")) == []
    assert clocks(write(home, issued_on=None)) == []
    assert len(clocks(write(home, issued_on=TODAY, issuer=home.unit, issuer_name="Công đoàn"))) == 1


def test_what_was_there_before_the_law_has_the_time_that_the_law_gives(home):
    old = {"issuer": predecessor(home), "issuer_name": "Ủy ban nhân dân xã Bến Sen Đông"}
    (duty,) = clocks(write(home, issued_on=date(2024, 6, 3), **old))
    assert duty.due_on == date(2027, 3, 1)
    (own,) = clocks(write(home, issued_on=date(2020, 6, 3), issuer=None))
    assert own.due_on == date(2027, 3, 1)


def test_each_case_falls_into_one_figure():
    def case(due, done, **more):
        return Case(1, "Xã", "Lê Thử", due, done, **more)

    cases = [
        case(TODAY, TODAY), case(TODAY, TODAY - DAY), case(TODAY - 9 * DAY, TODAY - 5 * DAY),
        case(TODAY - 2 * DAY, None), case(TODAY, None), case(TODAY - DAY, None, is_cancelled=True),
    ]  # fmt: skip
    found = figures(cases, TODAY)
    assert found == Figures(
        total=6, in_time=2, late=1, overdue=1, running=1, cancelled=1, days_late=6, most_days_late=4
    )
    assert (found.share, found.mean_days_late) == (50.0, 3.0)
    assert figures([], TODAY).share is None
    assert grouped(cases, lambda each: each.person, TODAY) == [("Lê Thử", found)]


@pytest.fixture
def overseer(home, settings):
    """An auditor of the commune at the desk."""
    with everything("tests"):
        user = appointed("auditor.98001", home.unit, Role.AUDITOR, NOW)
    client = Client(HTTP_HOST=settings.DESK_HOST)
    client.force_login(user, backend="conglang.base.accounts.backends.UnitRoleBackend")
    return client


def test_auditors_read_the_figures_as_page_and_as_table(home, overseer, settings):
    published(home, issued_on=TODAY - 2 * DAY)
    published(home, issued_on=TODAY - 20 * DAY, code="13/QĐ-UBND")
    write(home, issued_on=TODAY, code="14/QĐ-UBND", disclosure="")
    answer = overseer.get("/so-van-ban/dung-han/")
    page = answer.content.decode()
    assert answer.context["undecided"] == 1
    assert "50,0 %" in page
    assert "Clerk.98001" in page
    table = overseer.get("/so-van-ban/dung-han/?dang=csv").content.decode()
    assert "Xã Bến Sen,,3,1,1,0,1,0,50.0" in table
    earlier = overseer.get("/so-van-ban/dung-han/?tu=2020-01-01&den=2020-12-31")
    assert earlier.context["all"].total == 0
    officer = Client(HTTP_HOST=settings.DESK_HOST)
    officer.force_login(home.users["officer"], backend="conglang.base.accounts.backends.UnitRoleBackend")
    assert officer.get("/so-van-ban/dung-han/").status_code == 403
