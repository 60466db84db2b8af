"""Pages about the site itself, and what programs find in every page's head."""

import json
import re
from datetime import date

import pytest
from django.test import Client

from conglang.base.units.kinds import UnitKind
from conglang.base.units.models import Site, Unit
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Reuse
from conglang.content.newsroom.services.decide_reuse import decide_reuse
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, release, write
from conglang.kernel import clock
from conglang.portal.about import measured
from conglang.tools.pages.models import Channel, SiteProfile
from conglang.tools.pages.models.front import ChannelKind

HOST = "bensen.songmay.localhost"
ABOUT = ("/so-do-trang/", "/tuyen-bo-tiep-can/", "/ban-quyen/", "/kenh-chinh-thuc/")


@pytest.fixture(autouse=True)
def saturday():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db):
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=date(2025, 7, 1))
    return place


@pytest.fixture
def visitor():
    return Client(headers={"host": HOST})


def page(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def below_a_province(place):
    with everything("tests"):
        level = UnitKind.PROVINCE.level
        above = Unit.objects.create(code="98", kind=UnitKind.PROVINCE, level=level, name="Sông Mây")
        Unit.objects.filter(pk=place.unit.pk).update(parent=above, lineage=above.below)
    return above


def graph(text):
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return {node["@type"]: node for node in json.loads(data)["@graph"]}


@pytest.mark.parametrize("path", ABOUT)
def test_every_page_leads_to_the_pages_about_the_site(home, visitor, path):
    assert f'href="{path}"' in page(visitor, "/")
    assert f'href="{path}"' in page(visitor, path)


def test_the_map_for_people_has_every_section(home, visitor):
    text = page(visitor, "/so-do-trang/")
    assert all(f'href="/{key}/"' in text for key in ("news", "about", "all"))


def test_the_statement_says_what_was_measured_and_whom_to_tell(home, visitor):
    with everything("tests"):
        SiteProfile.objects.create(
            unit=home.unit, authority="UBND xã Bến Sen", phone="0274 123", email="a@b.vn"
        )
    text = page(visitor, "/tuyen-bo-tiep-can/")
    assert measured()["tool"] in text
    assert "đạt một phần" in text
    assert {"tel:0274123" in text, "mailto:a@b.vn" in text} == {True}
    assert "tel:0274 123" not in page(visitor, "/cong-khai/"), "an address has no spaces"


def test_who_is_not_helped_is_told_of_the_unit_above(home, visitor):
    below_a_province(home)
    text = page(visitor, "/tuyen-bo-tiep-can/")
    assert "gửi đến tỉnh Sông Mây là đơn vị cấp trên" in text, "as a name is written inside a sentence"


def test_all_official_channels_stand_on_one_page_those_of_the_parent_below(home, visitor):
    above = below_a_province(home)
    with everything("tests"):
        for unit, name in ((home.unit, "Zalo xã"), (above, "Trang tỉnh")):
            Channel.objects.create(unit=unit, kind=ChannelKind.ZALO, name=name)
    text = page(visitor, "/kenh-chinh-thuc/")
    main = text[text.index("<main") :]
    assert main.index("Zalo xã") < main.index("Trang tỉnh")


def test_the_page_on_use_elsewhere_names_the_boards_decision(home, visitor):
    assert "phải hỏi trước" in page(visitor, "/ban-quyen/")
    with use_scope(home.head.scope):
        decide_reuse(by=home.head, unit_id=home.unit.pk, reuse=Reuse.FREE, decision="12/QĐ-BBT", now=NOW)
    text = page(visitor, "/ban-quyen/")
    assert "12/QĐ-BBT" in text
    assert "đăng lại tự do" in text


def test_an_item_says_whether_it_may_be_used_elsewhere(home, visitor):
    asks, free = "chỉ khi ban biên tập và Ủy ban nhân dân đồng ý", "tự do, có ghi nguồn"
    article = publish(write(home, reuse=Reuse.FREE), home)
    assert asks in page(visitor, f"/news/{article.slug}/")
    release(article, home)
    assert free in page(visitor, f"/news/{article.slug}/")


def test_every_page_says_what_it_is_to_programs(home, visitor):
    article = publish(write(home, summary="Từ 8 giờ."), home)
    for path in ("/", "/news/", f"/news/{article.slug}/", *ABOUT):
        text = page(visitor, path)
        assert f'<link rel="canonical" href="http://{HOST}{path}">' in text
        assert text.count('name="description"') == 1
        assert graph(text)["GovernmentOrganization"]["url"] == f"http://{HOST}/"
        for name in ("title", "creator", "date", "description", "publisher", "identifier"):
            assert f'<meta name="DC.{name}"' in text
        assert 'property="og:locale" content="vi_VN"' in text
        assert 'href="/rss.xml"' in text
    assert graph(page(visitor, f"/news/{article.slug}/"))["NewsArticle"]["headline"] == article.title
    assert 'href="/news/rss.xml"' in page(visitor, "/news/")


def test_a_standing_page_is_known_by_its_sections_address(home, visitor):
    article = publish(write(home, title="Lịch sử xã", section_id=home.sections["about"].pk), home)
    for path in ("/about/", f"/about/{article.slug}/"):
        assert f'rel="canonical" href="http://{HOST}/about/"' in page(visitor, path)


def test_a_hostile_title_stays_a_title(home, visitor):
    article = publish(write(home, title='</script><script>alert(1)</script> "><b>'), home)
    text = page(visitor, f"/news/{article.slug}/")
    assert "<script>alert" not in text
    assert graph(text)["NewsArticle"]["headline"] == article.title


def test_a_page_that_does_not_exist_wants_to_be_forgotten(home, visitor):
    text = visitor.get("/khong-co/" + "a" * 10_000 + "/").content.decode()
    assert 'content="noindex"' in text
    assert 'rel="canonical"' not in text
