"""Stored pages through the front, with the real portal behind it."""

import asyncio
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import HostRedirect, Site, Unit
from conglang.base.units.scope import everything, use_scope
from conglang.base.units.services.change_host import change_host
from conglang.base.units.services.close_site import close_site
from conglang.config.front import Front
from conglang.config.tests.visiting import HOST, Visitors
from conglang.config.worker import parts
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, write
from conglang.kernel import clock
from conglang.portal import home as front_page
from conglang.tools.approval.services.publish import publish_due
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.pages.models import Section
from conglang.tools.pagestore.models import Touch
from conglang.tools.pagestore.queries import page_files
from conglang.tools.pagestore.services.freshen import freshen

PROVINCE = "songmay.localhost"
SYSTEM = Actor.system("tests")
commits = pytest.mark.django_db(transaction=True)  # what happens at a commit happens


def stored() -> list[str]:
    """Paths of the pages that are stored for today's generations."""
    files, root = page_files(), page_files().root
    folders = [root / host / files.generation(host) for host in files.hosts()]
    return sorted(str(page.relative_to(folder)) for folder in folders for page in folder.rglob("*.html"))


def section_named(title: str) -> None:
    with everything("tests"), transaction.atomic():
        Section.objects.filter(key="news").update(title=title)


# --- once a change -----------------------------------------------------------------------------------


def test_a_page_is_rendered_once_and_then_answered_without_django(visitors):
    first, again = visitors.get(HOST), visitors.get(HOST)
    assert visitors.rendered == ["/"]
    assert (first.status, first.text) == (again.status, again.text)
    assert "Xã Bến Sen" in again.text
    assert again.headers["content-security-policy"]
    assert "set-cookie" not in again.headers


@commits
def test_what_is_published_is_seen_at_the_commit_and_rendered_once(home, visitors):
    visitors.get(HOST)
    article = publish(write(home), home)
    assert article.title in visitors.get(HOST).text
    assert article.title in visitors.get(HOST).text
    assert visitors.rendered == ["/", "/"]


@commits
def test_what_is_withdrawn_is_gone_at_the_commit(home, visitors):
    article = publish(write(home), home)
    address = f"/news/{article.slug}/"
    assert visitors.get(HOST, address).status == 200
    with use_scope(home.head.scope):
        withdraw(item=Article.objects.get(pk=article.pk), by=home.head, now=NOW, reason="Đăng nhầm")
    assert visitors.get(HOST, address).status == 410
    assert article.title not in visitors.get(HOST).text


@commits
def test_what_expires_is_gone_when_the_clock_takes_it_down(home, visitors):
    article = publish(write(home, expire_at=NOW + timedelta(hours=1)), home)
    assert article.title in visitors.get(HOST).text
    later = NOW + timedelta(hours=1, seconds=20)
    with clock.frozen(later), everything("tests"):
        publish_due(now=later)
        assert article.title not in visitors.get(HOST).text


@commits
def test_work_on_the_next_version_voids_nothing(home, visitors):
    article = publish(write(home), home)
    visitors.get(HOST)
    before = page_files().generation(HOST)
    with use_scope(home.writer.scope):
        row = Article.objects.get(pk=article.pk)
        row.title = "Bản sau"
        row.save_revision(clean=False)
        write(home, title="Một bản nháp khác")
    assert page_files().generation(HOST) == before


@commits
@pytest.mark.postgres
def test_writes_past_the_models_count_too(home, visitors):
    visitors.get(HOST, "/news/")
    section_named("Tin mới")
    assert "Tin mới" in visitors.get(HOST, "/news/").text
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE units_unit SET name = 'Bến Mới' WHERE id = %s", [home.unit.pk])
    assert "Bến Mới" in visitors.get(HOST, "/news/").text


@commits
def test_what_is_rolled_back_voids_nothing(home, visitors):
    visitors.get(HOST)
    before = page_files().generation(HOST)
    with suppress(ZeroDivisionError), transaction.atomic():
        section_named("Không bao giờ")
        raise ZeroDivisionError
    assert page_files().generation(HOST) == before
    assert not Touch.objects.exists()


@commits
@pytest.mark.postgres
def test_a_rolled_back_part_does_not_hide_the_rest_of_a_transaction(home, visitors):
    visitors.get(HOST, "/news/")
    with transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            section_named("Không bao giờ")
            raise ZeroDivisionError
        section_named("Tin thật")
    assert "Tin thật" in visitors.get(HOST, "/news/").text


@pytest.mark.postgres
def test_the_worker_deals_with_what_others_left_behind(home, visitors):
    """A write outside a transaction, by another program, or of a process that died after its commit."""
    visitors.get(HOST, "/news/")
    with everything("tests"):
        Section.objects.filter(key="news").update(title="Tin bỏ dở")
    [work] = [part for part in parts() if part.name == "pages"]
    assert work.work(NOW) > 0
    assert "Tin bỏ dở" in visitors.get(HOST, "/news/").text
    assert work.work(NOW) == 0


@commits
def test_a_change_during_rendering_is_not_lost(home, visitors):
    """The view has read the old title; the page must not be kept as if it were new."""
    visitors.django.meanwhile = lambda: section_named("Tin mới")
    assert "Tin mới" not in visitors.get(HOST, "/news/").text
    visitors.django.meanwhile = lambda: None
    assert "Tin mới" in visitors.get(HOST, "/news/").text


@commits
def test_a_neighbours_change_voids_nothing(home, visitors):
    other = commune("98002", "Bến Đá")
    Site.objects.create(unit=other.unit, host="benda.songmay.localhost", opened_on=date(2025, 7, 1))
    freshen()
    visitors.get(HOST)
    publish(write(other), other)
    visitors.get(HOST)
    assert visitors.rendered == ["/"]


@commits
def test_news_of_the_province_are_on_the_home_page_of_its_commune_at_once(home, visitors):
    province = commune("98", "Sông Mây")
    Site.objects.create(unit=province.unit, host=PROVINCE, opened_on=date(2025, 7, 1))
    with transaction.atomic():
        Unit.objects.filter(pk=home.unit.pk).update(parent=province.unit, lineage=f"/{province.unit.pk}/")
    visitors.get(HOST)
    article = publish(write(province, title="Tin của tỉnh"), province)
    text = visitors.get(HOST).text
    assert article.title in text
    assert f"http://{PROVINCE}/news/{article.slug}/" in text


# --- hosts -------------------------------------------------------------------------------------------


@commits
def test_a_site_that_moves_leaves_no_stored_page_at_its_old_host(home, visitors):
    visitors.get(HOST)
    change_host(site=home.unit.site, host="moi.songmay.localhost", by=SYSTEM, now=NOW)
    answer = visitors.get(HOST)
    assert (answer.status, answer.headers["location"]) == (301, "http://moi.songmay.localhost/")
    assert "Xã Bến Sen" in visitors.get("moi.songmay.localhost").text
    assert HOST not in page_files().hosts()


@commits
def test_a_closed_site_answers_no_more(home, visitors):
    other = commune("98002", "Bến Đá")
    successor = Site.objects.create(
        unit=other.unit, host="benda.songmay.localhost", opened_on=date(2025, 7, 1)
    )
    visitors.get(HOST)
    close_site(site=home.unit.site, successor=successor, by=SYSTEM, now=NOW)
    assert visitors.get(HOST).status == 301
    assert HostRedirect.objects.filter(host=HOST).exists()


@pytest.mark.parametrize(
    "host", ["", "la.example", f"{HOST}:9999", HOST.upper(), f"{HOST}.", "..", ".locks", "a/b.c", f"x@{HOST}"]
)
def test_a_host_that_is_not_a_sites_own_leaves_nothing_on_the_disk(visitors, host):
    visitors.get(host)
    visitors.get(host)
    assert stored() == []
    assert page_files().hosts() == [HOST]


def test_ports_and_schemes_have_their_own_pages_because_links_name_them(visitors):
    visitors.get(HOST)
    visitors.get(f"{HOST}:8000")
    visitors.get(HOST, headers=[("x-forwarded-proto", "https")])  # of no proxy that we trust
    assert visitors.rendered == ["/", "/"]
    visitors.get(HOST, headers=[("x-forwarded-proto", "https")], client="10.0.0.1")
    assert stored() == ["http.80/index.html", "http.8000/index.html", "https.443/index.html"]


def test_a_request_with_two_hosts_is_not_stored(visitors):
    visitors.get(HOST, headers=[("host", "la.example")])
    assert stored() == []


# --- what is never stored ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/tim-kiem/?q=xa",
        "/tim-kiem/",
        "/?fbclid=1",
        "/?page=2",
        "/news/?page=2",
        "/news/?page=01",
        "/news/?page=last",
        "/news/?page=1&page=2",
        "/news/khong-co/",
        "/khong-co/",
        "/news",
        "/NEWS/",
        "//",
        "/../",
        "/news/./",
        "/" + "a" * 200 + "/",
        "/a" * 9 + "/",
    ],
)
def test_searches_unknown_keys_and_missing_pages_are_not_stored(visitors, path):
    visitors.get(HOST, path)
    assert stored() == []


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "DELETE"])
def test_only_reading_is_stored(visitors, method):
    visitors.get(HOST, method=method)
    assert stored() == []


def test_pages_of_a_long_list_are_stored_each(home, visitors):
    for number in range(13):
        publish(write(home, title=f"Tin số {number}"), home)
    first, second = visitors.get(HOST, "/news/"), visitors.get(HOST, "/news/?page=2")
    assert visitors.get(HOST, "/news/?page=2").text == second.text != first.text
    visitors.get(HOST, "/news/?page=3")
    assert stored() == ["http.80/news/index.2.html", "http.80/news/index.html"]


@pytest.mark.parametrize("header", [("cookie", "desk=abc"), ("authorization", "Basic eDp5")])
def test_a_personal_request_is_answered_but_not_stored(visitors, header):
    assert visitors.get(HOST, headers=[header]).status == 200
    assert stored() == []
    visitors.get(HOST)
    visitors.get(HOST, headers=[header])
    assert visitors.rendered == ["/", "/"]


def test_visitors_cannot_speak_with_the_voice_of_the_front(visitors):
    answer = visitors.get(HOST, "/?x=1", headers=[("x-conglang-store", "1"), ("x_conglang_store", "1")])
    assert "<!--# include" not in answer.text
    assert not [name for name in answer.headers if name.startswith("x-conglang")]
    assert not [name for name in visitors.get(HOST).headers if name.startswith("x-conglang")]


def test_an_answer_that_reads_what_nobody_declared_is_not_kept(visitors, monkeypatch, caplog):
    articles = front_page.articles
    monkeypatch.setattr(
        front_page, "articles", lambda *given: HostRedirect.objects.count() or articles(*given)
    )
    HostRedirect.objects.all().delete()
    assert visitors.get(HOST).status == 200
    assert stored() == []
    assert "units_hostredirect" in caplog.text


# --- answers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.8", "gzip"),
        ("identity", ""),
    ],
)
def test_a_page_comes_in_the_form_that_the_browser_reads(visitors, accepted, encoding):
    plain = visitors.get(HOST)
    answer = visitors.get(HOST, headers=[("accept-encoding", accepted)])
    assert answer.headers.get("content-encoding", "") == encoding
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.text == plain.text


@commits
def test_a_browser_that_has_the_page_gets_no_bytes(home, visitors):
    etag = visitors.get(HOST, "/about/").headers["etag"]
    publish(write(home), home)  # voids the page, which does not show it
    answer = visitors.get(HOST, "/about/", headers=[("if-none-match", f'"x", {etag}')])
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", etag)
    assert visitors.get(HOST, headers=[("if-none-match", etag)]).status == 200


def test_head_tells_the_same_without_the_body(visitors):
    page, head = visitors.get(HOST), visitors.get(HOST, method="HEAD")
    assert (head.status, head.headers, head.body) == (200, page.headers, b"")


def test_a_page_cut_short_by_a_power_cut_is_rendered_anew(visitors):
    whole = visitors.get(HOST).text
    [page] = page_files().root.rglob("index.html")
    page.write_bytes(b"")
    assert Visitors().get(HOST).text == whole


# --- many at once ------------------------------------------------------------------------------------


def test_a_crowd_waits_for_one_rendering_in_all_processes(visitors):
    others = Visitors()

    async def crowd():
        asked = [each.ask(HOST) for each in (visitors, others) for _ in range(50)]
        return await asyncio.gather(*asked)

    answers = asyncio.run(crowd())
    assert visitors.rendered + others.rendered == ["/"]
    assert {(answer.status, answer.text) for answer in answers} == {(200, answers[0].text)}


def test_a_process_that_dies_while_rendering_holds_nobody_up(visitors, monkeypatch):
    async def dies(self, scope, send):
        raise SystemError

    with monkeypatch.context() as broken:
        broken.setattr(Front, "for_all", dies)
        with pytest.raises(SystemError):
            visitors.get(HOST)
    assert visitors.get(HOST).status == 200
    assert stored() == ["http.80/index.html"]


def test_the_first_to_ask_may_leave(visitors):
    async def leaves():
        first, second = (asyncio.create_task(visitors.ask(HOST)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(leaves()).status == 200
    assert visitors.rendered == ["/"]
