"""The desk reads what readers say, settles what is wrong, and begins translations."""

from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Site
from conglang.base.units.scope import everything, public, use_scope
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now as clock_now
from conglang.tools.opinions.models import PageReport, Usefulness
from conglang.tools.opinions.rules import ReadPage
from conglang.tools.opinions.services.give_opinion import give_opinion
from conglang.tools.opinions.services.send_report import send_report
from conglang.workspace.tests.conftest import Office, typed, write

LIST = "/y-kien-ban-doc/"


def said(office: Office, text: str) -> PageReport:
    page = ReadPage(office.unit.pk, UUID(int=office.unit.pk), "/tin-tuc/cho/", "=Chợ quê")
    with use_scope(public(office.unit.pk)):
        give_opinion(page=page, answer=Usefulness.NO, words=f"@Thiếu {text}", now=clock_now())
        return send_report(page=page, text=f"Sai {text}", contact="0900", now=clock_now())


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_desk_reads_its_own_readers_only(ours, theirs, desk):
    said(ours, "quamlidor")
    said(theirs, "zuvortex")
    for path in (LIST, f"{LIST}bao-loi/", f"{LIST}tai-ve/"):
        text = body(desk(ours.user(Role.DESK)), path)
        assert "zuvortex" not in text
    assert desk(ours.user(Role.DESK)).get(f"{LIST}?don-vi={theirs.unit.pk}").status_code == 404


def test_a_report_waits_until_it_is_settled_with_a_note(ours, desk):
    report = said(ours, "số điện thoại")
    browser = desk(ours.user(Role.DESK))
    assert "Sai số điện thoại" in body(browser, LIST)
    address = f"{LIST}bao-loi/{report.pk}/"
    assert "0900" in body(browser, address)
    assert browser.post(address, {"note": ""}).status_code == 422
    assert browser.post(address, {"note": "Đã sửa"}).status_code == 302
    assert "Sai số điện thoại" not in body(browser, LIST)
    assert "Đã sửa" in body(browser, f"{LIST}bao-loi/")
    with everything("tests"):
        assert PageReport.objects.get(pk=report.pk).contact == ""


def test_what_readers_say_leads_to_the_page_that_they_read(province, ours, desk):
    report = said(ours, "giờ")
    browser = desk(ours.user(Role.DESK))
    pages = (LIST, f"{LIST}bao-loi/", f"{LIST}bao-loi/{report.pk}/")
    assert not any('tin-tuc/cho/"' in body(browser, path) for path in pages), "no site, no link"
    hosts = ((province, "songmay.localhost"), (ours, "cho.songmay.localhost"))  # first a tab, then a site
    for office, host in hosts:
        Site.objects.create(unit=office.unit, host=host, opened_on=date(2026, 1, 1))
        for path in pages:
            assert f'<a href="http://{host}/tin-tuc/cho/">=Chợ quê</a>' in body(browser, path)


def test_a_neighbours_report_is_missing_and_clerks_do_not_settle(ours, theirs, desk):
    report = said(theirs, "x")
    assert desk(ours.user(Role.DESK)).get(f"{LIST}bao-loi/{report.pk}/").status_code == 404
    assert desk(theirs.user(Role.DOCUMENT_CLERK)).get(f"{LIST}bao-loi/{report.pk}/").status_code == 403
    assert "Đọc và xử lý" not in body(desk(theirs.user(Role.UNIT_ADMINISTRATOR)), LIST)


def test_strangers_words_are_no_formulas_in_the_table(ours, desk):
    said(ours, "giờ")
    lines = body(desk(ours.user(Role.HEAD_EDITOR)), f"{LIST}tai-ve/").splitlines()
    assert "'=Chợ quê,/tin-tuc/cho/,0,0,1" in lines
    assert any(line.endswith(",'@Thiếu giờ") for line in lines)


@pytest.mark.parametrize("period", ["90", "abc", "-1"])
def test_any_period_gives_a_page(ours, desk, period):
    said(ours, "x")
    assert "@Thiếu x" in body(desk(ours.user(Role.DESK)), f"{LIST}?ngay={period}")


def test_a_translation_begins_at_its_original(ours, desk):
    original = write(ours)
    browser = desk(ours.user(Role.CONTRIBUTOR))
    link = f"/gui-tin-bai/?don-vi={ours.unit.pk}&amp;ban-dich-cua={original.pk}"
    assert link in body(browser, f"/tin-bai/{original.pk}/")
    form = body(browser, link.replace("&amp;", "&"))
    assert f'name="translation_of" value="{original.pk}"' in form
    given = typed(ours, title="Market day", language="en", translation_of=str(original.pk))
    assert browser.post("/gui-tin-bai/", given).status_code == 302
    with everything("tests"):
        english = Article.objects.get(title="Market day")
    assert (english.translation_of_id, english.language) == (original.pk, "en")
    assert "Market day" in body(browser, f"/tin-bai/{original.pk}/")
    again = browser.post("/gui-tin-bai/", given | {"title": "Once more"})
    assert again.status_code == 422
    assert "Đã có bản bằng ngôn ngữ này." in again.content.decode()


def test_the_language_of_an_article_is_changed_on_the_desk(ours, desk):
    article = write(ours)
    given = typed(ours, language="km", version=article.version)
    assert desk(ours.user(Role.CONTRIBUTOR)).post(f"/tin-bai/{article.pk}/sua/", given).status_code == 302
    with everything("tests"):
        stored = Article.objects.get(pk=article.pk)
    assert stored.language == "km"


def test_nobody_translates_a_neighbours_article(ours, theirs, desk):
    original = write(theirs)
    given = typed(ours, language="en", translation_of=str(original.pk))
    assert desk(ours.user(Role.CONTRIBUTOR)).post("/gui-tin-bai/", given).status_code == 422
