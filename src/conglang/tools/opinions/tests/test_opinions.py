"""Opinions are counted without knowing whose they are; reports wait until somebody settles them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import models

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Unit, UnitKind, UnitLevel
from conglang.base.units.scope import Scope, public, use_scope
from conglang.tools.opinions.models import PageOpinion, PageRemark, PageReport, Usefulness
from conglang.tools.opinions.queries import reports, tallies, waiting_reports
from conglang.tools.opinions.rules import OPINIONS_OF_PAGE, REPORTS_OF_PAGE, ReadPage, TooMany
from conglang.tools.opinions.services import give_opinion as giving
from conglang.tools.opinions.services.give_opinion import give_opinion
from conglang.tools.opinions.services.handle_report import handle_report
from conglang.tools.opinions.services.send_report import send_report

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
YES, PARTLY, NO = Usefulness


def unit(code: str) -> Unit:
    return Unit.objects.create(
        level=UnitLevel.COMMUNE, kind=UnitKind.COMMUNE, code=code, name=code, valid_from=date(2025, 7, 1)
    )


def official(of: Unit, role: Role) -> Actor:
    user = User.objects.create_user(f"{role.value}.{of.code}", full_name="Trần Thị Thử")
    ids = frozenset({of.pk})
    return Actor(
        user_id=user.pk,
        name=user.full_name,
        unit_id=of.pk,
        scope=Scope(acting=of.pk, readable=ids, writable=ids),
        grants={of.pk: frozenset({role})},
    )


@pytest.fixture
def here(db):
    return unit("98001")


@pytest.fixture
def page(here):
    return ReadPage(here.pk, UUID(int=7), "/tin/cho-que/", "Chợ quê")


def opine(page, answer=YES, words="", now=NOW):
    # a visitor's own scope writes nothing
    with use_scope(public(page.unit_id)):
        give_opinion(page=page, answer=answer, words=words, now=now)


def counted(of: Unit):
    with use_scope(public(of.pk)):
        return [(line.title, line.yes, line.partly, line.no) for line in tallies(of.pk, TODAY, TODAY)]


def test_answers_are_counted_by_page_and_day(page, here):
    for answer in (YES, YES, PARTLY, NO):
        opine(page, answer)
    opine(page, now=NOW + timedelta(days=1))
    assert counted(here) == [("Chợ quê", 2, 1, 1)]
    with use_scope(public(here.pk)):
        assert PageOpinion.objects.count() == 2


def test_a_renamed_page_keeps_its_answers_under_its_new_title(page, here):
    opine(page)
    opine(ReadPage(here.pk, page.uid, "/tin/cho-moi/", "Chợ mới"))
    assert counted(here) == [("Chợ mới", 2, 0, 0)]


def test_nothing_that_is_kept_leads_to_a_person():
    kept = {field.name for model in (PageOpinion, PageRemark) for field in model._meta.concrete_fields}
    assert kept == {
        *("id", "unit", "page_uid", "path", "title", "day", "yes", "partly", "no"),
        *("minute", "in_minute", "answer", "text"),
    }
    # of words not even the minute is known
    assert not [field for field in PageRemark._meta.fields if isinstance(field, models.DateTimeField)]


def test_a_storm_on_one_page_is_stopped_and_calms_down(page, here):
    for _ in range(OPINIONS_OF_PAGE):
        opine(page)
    with pytest.raises(TooMany):
        opine(page)
    opine(ReadPage(here.pk, UUID(int=8), "/tin/khac/", "Khác"))
    opine(page, now=NOW + timedelta(minutes=1))
    assert counted(here)[0] == ("Chợ quê", OPINIONS_OF_PAGE + 1, 0, 0)


def test_a_storm_over_all_pages_is_stopped_too(here, monkeypatch):
    monkeypatch.setattr(giving, "OPINIONS_OF_SITE", 4)
    pages = [ReadPage(here.pk, UUID(int=n), f"/tin/{n}/", str(n)) for n in range(1, 6)]
    for each in pages[:4]:
        opine(each)
    with pytest.raises(TooMany):
        opine(pages[4])


def test_words_are_normalised_and_empty_ones_are_not_kept(page, here):
    opine(page, words="  Co\u031b\u0301i ")
    opine(page, words=" \n ")
    with use_scope(public(here.pk)):
        assert [row.text for row in PageRemark.objects.all()] == ["Cớ" + "i"]


def send(page, text="Sai số điện thoại", contact="0900 000 000", now=NOW) -> PageReport:
    with use_scope(public(page.unit_id)):
        return send_report(page=page, text=text, contact=contact, now=now)


def test_the_same_report_sent_twice_is_one(page):
    assert send(page) == send(page)
    assert send(page, contact="a@b.vn") != send(page)


def test_reports_in_a_storm_are_refused(page):
    for number in range(REPORTS_OF_PAGE):
        send(page, text=f"Sai {number}")
    with pytest.raises(TooMany):
        send(page, text="Sai nữa")
    send(page, text="Sai nữa", now=NOW + timedelta(minutes=2))


def test_settling_a_report_forgets_how_to_reach_the_reader_and_is_on_record(page, here):
    report = send(page)
    desk = official(here, Role.DESK)
    with use_scope(desk.scope):
        assert [row.pk for row in waiting_reports(here.pk)] == [report.pk]
        handle_report(report_id=report.pk, note="Đã sửa số", by=desk, now=NOW)
        handle_report(report_id=report.pk, note="Lần hai", by=desk, now=NOW)
        assert not waiting_reports(here.pk)
        row = reports(here.pk).get()
    assert (row.note, row.contact, row.handled_by_id) == ("Đã sửa số", "", desk.user_id)
    assert AuditEntry.objects.filter(verb="opinions.report_handled").count() == 1


def test_only_the_board_of_the_unit_settles(page, here):
    report = send(page)
    clerk, stranger = official(here, Role.DOCUMENT_CLERK), official(unit("98002"), Role.DESK)
    with use_scope(clerk.scope), pytest.raises(Forbidden):
        handle_report(report_id=report.pk, note="x", by=clerk, now=NOW)
    with use_scope(stranger.scope), pytest.raises(NotFound):
        handle_report(report_id=report.pk, note="x", by=stranger, now=NOW)
