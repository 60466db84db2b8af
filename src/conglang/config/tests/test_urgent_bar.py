"""An urgent notice: on every page at once, by two people, without a page being rendered for it."""

import asyncio
from datetime import date, timedelta

import pytest
from django.db import transaction

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Site, Unit
from conglang.base.units.scope import everything, use_scope
from conglang.config.tests.visiting import HOST, Visitors
from conglang.content.newsroom.tests.conftest import NOW, commune
from conglang.tools.pagestore.models import NoticeLevel, UrgentNotice
from conglang.tools.pagestore.refusals import NoticeRefusal, NoticeRefused
from conglang.tools.pagestore.services.confirm_notice import confirm_notice
from conglang.tools.pagestore.services.end_notice import end_notice
from conglang.tools.pagestore.services.freshen import freshen
from conglang.tools.pagestore.services.propose_notice import propose_notice
from conglang.tools.pagestore.services.show_notices import show_notices
from conglang.tools.pagestore.slot import MARK

TEXT = "Lũ về nhanh. Bà con ven sông <rời nhà> trước 18 giờ."
SHOWN = "Lũ về nhanh. Bà con ven sông &lt;rời nhà&gt; trước 18 giờ."
commits = pytest.mark.django_db(transaction=True)


def propose(place, **changes) -> UrgentNotice:
    facts = {
        "by": place.head,
        "unit_id": place.unit.pk,
        "level": NoticeLevel.EMERGENCY,
        "text": TEXT,
        "until": NOW + timedelta(hours=6),
        "now": NOW,
    } | changes
    with use_scope(facts["by"].scope):
        return propose_notice(**facts)


def confirm(place, notice: UrgentNotice, by=None) -> UrgentNotice:
    by = by or place.leader
    with use_scope(by.scope):
        return confirm_notice(by=by, notice=notice, now=NOW)


@commits
def test_it_is_on_every_page_at_once_and_renders_none(home, visitors):
    paths = ["/", "/news/", "/about/"]
    plain = {path: visitors.get(HOST, path).text for path in paths}
    assert visitors.rendered == paths
    notice = propose(home)
    assert SHOWN not in visitors.get(HOST).text
    confirm(home, notice)
    for path in paths:
        for accepted in ("", "gzip", "br"):
            answer = visitors.get(HOST, path, headers=[("accept-encoding", accepted)])
            assert answer.text == plain[path].replace(
                MARK, answer.text.partition('assertive">')[2].partition("</div>")[0]
            )
            assert SHOWN in answer.text
    with use_scope(home.head.scope):
        end_notice(by=home.head, notice=notice, now=NOW)
    assert {path: visitors.get(HOST, path).text for path in paths} == plain
    assert visitors.rendered == []


@commits
def test_it_is_on_pages_that_are_not_stored_too(home, visitors):
    confirm(home, propose(home))
    for path in ("/tim-kiem/?q=xa", "/khong-co/", "/news/khong-co/", "/?fbclid=1"):
        answer = visitors.get(HOST, path)
        assert SHOWN in answer.text, path
        assert MARK not in answer.text, path


@commits
def test_a_browser_that_has_the_page_without_the_notice_gets_it(home, visitors):
    etag = visitors.get(HOST).headers["etag"]
    confirm(home, propose(home))
    assert visitors.get(HOST, headers=[("if-none-match", etag)]).status == 200


@commits
def test_open_pages_ask_a_tiny_address(home, visitors):
    before = visitors.get(HOST, "/-/urgent")
    assert (before.status, before.body) == (200, b"")
    confirm(home, propose(home))
    answer = visitors.get(f"{HOST}:8000", "/-/urgent")
    assert SHOWN in answer.text
    assert len(answer.body) < 1000
    known = [("if-none-match", answer.headers["etag"])]
    assert visitors.get(HOST, "/-/urgent", headers=known).status == 304
    assert visitors.get("la.example", "/-/urgent").body == b""
    assert visitors.rendered == []


@commits
def test_what_the_province_says_stands_on_its_communes_pages_not_the_other_way_round(home, visitors):
    province = commune("98", "Sông Mây")
    Site.objects.create(unit=province.unit, host="songmay.localhost", opened_on=date(2025, 7, 1))
    with transaction.atomic():
        Unit.objects.filter(pk=home.unit.pk).update(parent=province.unit, lineage=f"/{province.unit.pk}/")
    freshen()
    confirm(province, propose(province, text="Bão số 9"))
    confirm(home, propose(home, text="Đập tràn", level=NoticeLevel.WARNING))
    here, above = visitors.get(HOST).text, visitors.get("songmay.localhost").text
    assert here.index("Bão số 9") < here.index("Đập tràn")  # the louder one first
    assert "Bão số 9" in above
    assert "Đập tràn" not in above


@pytest.mark.django_db
def test_it_goes_by_itself_when_its_time_is_over(home, visitors):
    confirm(home, propose(home))
    show_notices(now=NOW)
    assert SHOWN in visitors.get(HOST).text
    show_notices(now=NOW + timedelta(hours=6))
    assert SHOWN not in visitors.get(HOST).text


@pytest.mark.django_db
def test_nobody_puts_one_up_alone(home):
    notice = propose(home)
    with pytest.raises(NoticeRefused) as refused:
        confirm(home, notice, by=home.head)
    assert refused.value.reason is NoticeRefusal.SAME_PERSON
    confirm(home, notice)
    assert confirm(home, notice).confirmed_by_id == home.leader.user_id
    verbs = AuditEntry.objects.filter(object_label="pagestore.urgentnotice").order_by("pk")
    assert [row.verb for row in verbs] == ["pagestore.notice_proposed", "pagestore.notice_confirmed"]


@pytest.mark.django_db
def test_only_those_who_answer_for_the_site_may(home):
    for person in (home.writer, home.editor):
        with pytest.raises(Forbidden):
            propose(home, by=person)
    notice = propose(home)
    with pytest.raises(Forbidden):
        confirm(home, notice, by=home.desk)
    neighbour = commune("98002", "Bến Đá")
    with pytest.raises(NotFound):
        confirm(home, notice, by=neighbour.leader)


@pytest.mark.django_db
def test_one_that_is_over_or_ended_is_not_put_up(home):
    ended = propose(home)
    with use_scope(home.desk.scope):
        end_notice(by=home.desk, notice=ended, now=NOW)
    with pytest.raises(NoticeRefused):
        confirm(home, ended)
    late = propose(home, until=NOW + timedelta(minutes=1))
    with use_scope(home.leader.scope), pytest.raises(NoticeRefused):
        confirm_notice(by=home.leader, notice=late, now=NOW + timedelta(minutes=1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " \n "},
        {"text": "a" * 301},
        {"until": NOW},
        {"until": NOW + timedelta(days=8)},
    ],
)
def test_an_empty_endless_or_bygone_one_is_refused(home, wrong):
    with pytest.raises(NoticeRefused):
        propose(home, **wrong)
    with everything("tests"):
        assert not UrgentNotice.objects.exists()


@pytest.mark.django_db
def test_a_form_sent_twice_gives_one_notice(home):
    first = propose(home)
    assert propose(home, uid=first.uid, text="khác").pk == first.pk


def test_a_crowd_of_open_pages_needs_no_database(store, django_db_blocker):
    visitors = Visitors()

    async def crowd():
        return await asyncio.gather(*(visitors.ask(HOST, "/-/urgent") for _ in range(200)))

    assert {answer.status for answer in asyncio.run(crowd())} == {200}
