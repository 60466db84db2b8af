"""Searching a site as its visitors do, over HTTP."""

import json
from datetime import date

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Part, Site, Succession, Unit, UnitKind
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, Commune, commune, publish, text, write
from conglang.content.newsroom.tests.test_articles import edit
from conglang.kernel import clock
from conglang.tools.approval.services.withdraw import withdraw

HOST = "bensen.songmay.localhost"
SINCE = date(2025, 7, 1)
pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def saturday(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db) -> Commune:
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=SINCE)
    return place


def tell(of: Commune, title: str, html: str = "<p>Từ 8 giờ tại trạm y tế.</p>", **more) -> Article:
    article = publish(write(of, title=title, body=[text(html)], **more), of)
    deliver(now=NOW)
    return article


def search(query: str, host: str = HOST, **more) -> str:
    answer = Client(headers={"host": host}).get("/tim-kiem/", {"q": query, **more})
    assert answer.status_code == 200
    assert not answer.cookies, "visitors get no cookie"
    return answer.content.decode()


def titles(query: str, host: str = HOST) -> list[dict[str, str]]:
    answer = Client(headers={"host": host}).get("/tim-kiem/goi-y/", {"q": query})
    assert answer["Content-Type"] == "application/json"
    return json.loads(answer.content)["suggestions"]


def test_the_words_are_marked_in_the_spelling_of_the_text(home):
    tell(home, "Lịch tiêm phòng", "<p>Sáng thứ Năm, <b>tiêm</b> vắc xin phòng sởi cho trẻ.</p>")
    found = search("tiem soi")
    assert "Lịch <mark>tiêm</mark> phòng" in found
    assert "<mark>sởi</mark> cho trẻ" in found
    assert "1 kết quả" in found


def test_markup_in_a_title_stays_text(home):
    tell(home, "Giá <script>alert(1)</script> lúa")
    found = search("gia lua")
    assert "<script>alert" not in found
    assert "<mark>Giá</mark> &lt;script&gt;" in found


def test_a_typing_slip_is_repaired_and_said(home):
    tell(home, "Lịch tiêm phòng dại")
    found = search("tieem phongf")
    assert "Kết quả cho <strong>“tiêm phòng”</strong>" in found
    assert "Lịch" in found
    assert "nguyen_van=1" in found
    assert "0 kết quả" in search("tieem phongf", nguyen_van="1")


def test_people_find_the_office_by_their_own_words(home):
    tell(home, "Lịch tiêm chủng mở rộng")
    assert "<mark>tiêm chủng</mark>" in search("chích ngừa")


def test_a_withdrawn_item_is_found_no_longer_even_before_the_index_hears_of_it(home):
    article = tell(home, "Lịch tiêm phòng")
    with use_scope(home.head.scope):
        withdraw(item=Article.objects.get(pk=article.pk), by=home.head, now=NOW, reason="Đăng nhầm")
    assert "/news/lich-tiem-phong/" not in search("tiêm phòng")
    assert titles("tiem") == []
    deliver(now=NOW)
    assert "0 kết quả" in search("tiêm phòng")


def test_the_next_version_of_a_live_item_is_not_found_before_it_is_approved(home):
    article = tell(home, "Lịch tiêm phòng")
    edit(article, home.writer, title="Hoãn tiêm vì bão")
    deliver(now=NOW)
    assert "Hoãn" not in search("hoãn tiêm")


def test_filters_narrow_the_search(home):
    tell(home, "Tiêm phòng chó mèo")
    tell(home, "Tiêm phòng cho trẻ", section_id=home.sections["about"].pk)
    for narrowed, shown, hidden in (
        ({"muc": "news"}, "/news/tiem-phong-cho-meo/", '"/about/"'),
        ({"loai": "page"}, 'href="/about/"', "/news/tiem-phong-cho-meo/"),
        ({"tu_ngay": "2026-11-21"}, "/news/tiem-phong-cho-meo/", "<!-- -->"),
    ):
        found = search("tiêm phòng", **narrowed)
        results = found[found.index('role="status"') :]
        assert shown in results
        assert hidden not in results.split("<footer")[0]
        assert '<details class="details" open>' in found
    assert "0 kết quả" in search("tiêm phòng", den_ngay="2026-11-20")


def test_a_day_that_is_none_is_told_and_narrows_nothing(home):
    tell(home, "Lịch tiêm phòng")
    found = search("tiem phong", tu_ngay="hôm qua")
    assert "data-error" in found
    assert "/news/lich-tiem-phong/" in found
    assert "Ngày này trước ngày bắt đầu." in search("tiem", tu_ngay="2026-11-20", den_ngay="2026-11-01")


def test_a_province_finds_what_its_communes_told_and_leads_to_their_sites(home):
    province = Unit.objects.create(
        code="98", kind=UnitKind.PROVINCE, level=UnitKind.PROVINCE.level, name="Sông Mây", valid_from=SINCE
    )
    Site.objects.create(unit=province, host="songmay.localhost", opened_on=SINCE)
    Unit.objects.filter(pk=home.unit.pk).update(parent=province, lineage=province.below)
    other = commune("98002", "Bến Đá")
    Unit.objects.filter(pk=other.unit.pk).update(parent=province, lineage=province.below)
    old = commune("98003", "Bến Cũ")
    Unit.objects.filter(pk=old.unit.pk).update(parent=province, lineage=province.below)
    Succession.objects.create(old=old.unit, new=home.unit, on=SINCE, part=Part.WHOLE)
    tell(home, "Tiêm phòng ở Bến Sen")
    tell(other, "Tiêm phòng ở Bến Đá")
    tell(old, "Tiêm phòng ở Bến Cũ")
    found = search("tiem phong", host="songmay.localhost:8000")
    assert f'href="http://{HOST}:8000/news/tiem-phong-o-ben-sen/"' in found
    assert f'href="http://{HOST}:8000/news/tiem-phong-o-ben-cu/"' in found
    assert "Xã Bến Đá" in found
    one = search("tiem phong", host="songmay.localhost", xa=home.unit.pk)
    assert "2 kết quả" in one
    assert "tiem-phong-o-ben-da" not in one
    assert "tiem-phong-o-ben-da" not in search("tiem phong")


def test_titles_are_suggested_while_somebody_types(home):
    tell(home, "Lịch tiêm phòng")
    tell(home, "Giá lúa")
    assert titles("tiem ph") == [{"title": "Lịch tiêm phòng", "url": "/news/lich-tiem-phong/"}]
    assert titles("lịch t") == [{"title": "Lịch tiêm phòng", "url": "/news/lich-tiem-phong/"}]
    assert titles("t") == titles("") == titles('"*') == []


def test_results_come_in_pages_and_a_page_too_far_shows_the_last_one(home):
    for number in range(14):
        publish(write(home, title=f"Tin tiêm phòng số {number}"), home)
    while deliver(now=NOW):
        pass
    first = search("tiêm phòng")
    assert first.count('class="result"') == 12
    assert "14 kết quả" in first
    for last in ("2", "99", "10000"):
        found = search("tiêm phòng", page=last)
        assert found.count('class="result"') == (2 if last != "10000" else 12)
    assert 'start="13"' in search("tiêm phòng", page="2")


def test_the_empty_page_explains_itself(home):
    assert "Không cần gõ dấu" in search("")
    nothing = search("vắng mặt")
    assert "Hãy thử ít từ hơn" in nothing
    assert f"“{_('All sections')}”" in nothing, "the menu, by the name that it bears"
