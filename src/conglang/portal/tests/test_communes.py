"""A province's portal leads to all its communes and shows those that have no site of their own (P1, P2)."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from conglang.base.units.models import Site, Unit
from conglang.base.units.scope import everything
from conglang.content.directory.tests.conftest import published, village
from conglang.content.directory.tests.conftest import write as write_entry
from conglang.content.disclosure.models import Entry
from conglang.content.disclosure.queries import headings
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, write
from conglang.kernel import clock
from conglang.kernel.clock import local_day
from conglang.tools.opinions.models import PageOpinion, PageReport
from conglang.tools.pages.models import Section, SectionKind, SiteProfile

HOST = "songmay.localhost"
SINCE = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def saturday():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def province(db):
    place = commune("98", "Sông Mây")
    Unit.objects.filter(pk=place.unit.pk).update(kind="province", level="province")
    place.unit.refresh_from_db()
    Site.objects.create(unit=place.unit, host=HOST, opened_on=SINCE)
    return place


def below(province, code: str, name: str):
    place = commune(code, name)
    Unit.objects.filter(pk=place.unit.pk).update(parent=province.unit, lineage=province.unit.below)
    place.unit.refresh_from_db()
    return place


@pytest.fixture
def sen(province):
    return below(province, "98001", "Bến Sen")


@pytest.fixture
def visitor():
    return Client(headers={"host": HOST})


def page(visitor: Client, path: str, status: int = 200) -> str:
    answer = visitor.get(path)
    assert answer.status_code == status, answer.content[:300]
    assert not answer.cookies
    return answer.content.decode()


TAB = "/xa-phuong/98001-xa-ben-sen"


def test_all_communes_stand_in_a_list_that_letters_narrow(province, sen, visitor):
    da = below(province, "98002", "Đá Bạc")
    below(province, "98003", "Ân Hảo")
    Site.objects.create(unit=da.unit, host="dabac.songmay.localhost", opened_on=SINCE)
    commune("97001", "Tỉnh khác")
    text = page(visitor, "/xa-phuong/")
    assert text.index("Xã Ân Hảo") < text.index("Xã Bến Sen") < text.index("Xã Đá Bạc")
    assert "http://dabac.songmay.localhost/" in text
    assert f"{TAB}/" in text
    assert "Tỉnh khác" not in text
    for letter, found in (("A", "Xã Ân Hảo"), ("Đ", "Xã Đá Bạc"), ("b", "Xã Bến Sen")):
        narrowed = page(visitor, f"/xa-phuong/?chu={letter}")
        chosen = BeautifulSoup(narrowed, "html.parser").select(".choices a[aria-current]")
        assert [link.text for link in chosen] == [letter.upper()]
        assert [name for name in ("Xã Ân Hảo", "Xã Bến Sen", "Xã Đá Bạc") if name in narrowed] == [found]
    assert "Xã Bến Sen" in page(visitor, "/xa-phuong/?chu=%00")


def test_a_commune_without_a_host_is_read_on_its_parents_portal(sen, visitor):
    item = publish(write(sen), sen)
    publish(write(sen, title="Lịch sử xã", section_id=sen.sections["about"].pk), sen)
    with everything("tests"):
        SiteProfile.objects.create(unit=sen.unit, authority="UBND xã Bến Sen", phone="0274 123")
    text = page(visitor, f"{TAB}/")
    assert 'href="tel:0274123"' in text
    assert f'href="{TAB}/news/{item.slug}/"' in text
    assert item.title in page(visitor, f"{TAB}/news/")
    assert "Từ 8 giờ tại trạm y tế." in page(visitor, f"{TAB}/news/{item.slug}/")
    assert "Từ 8 giờ tại trạm y tế." in page(visitor, f"{TAB}/about/")


@pytest.mark.parametrize("section", ["news", "about"])
def test_an_item_there_can_be_heard_judged_reported_cited_and_shared(sen, visitor, section):
    item = publish(write(sen, title="Lịch tiêm", section_id=sen.sections[section].pk), sen)
    own = f"{TAB}/{section}/{item.slug}/"
    address = f"{TAB}/about/" if section == "about" else own
    shown = BeautifulSoup(page(visitor, address), "html.parser")
    assert shown.select("[data-listen=vi]")
    assert shown.select_one("#page-address")["value"] == f"http://{HOST}{address}"
    assert shown.select_one(".qr img")["src"] == f"{own}ma-qr.svg"
    assert page(visitor, f"{own}ma-qr.svg").startswith("<?xml")
    for form, path in ((".opinion form", f"{own}y-kien/"), (None, f"{own}bao-loi/")):
        assert form is None or shown.select_one(form)["action"] == path
        assert f'href="{address}"' in page(visitor, path)
    assert visitor.post(f"{own}y-kien/", {"huu_ich": "yes"}).status_code == 302
    assert visitor.post(f"{own}bao-loi/", {"noi_dung": "Sai ngày"}).status_code == 302
    with everything("tests"):
        assert PageOpinion.objects.values_list("unit", "path", "yes").get() == (sen.unit.pk, address, 1)
        assert PageReport.objects.get().unit_id == sen.unit.pk
    page(visitor, f"{TAB}/{section}/khong-co/bao-loi/", 404)
    page(visitor, f"/xa-phuong/97001-xa-khac/{section}/{item.slug}/bao-loi/", 404)


def test_an_english_item_there_has_english_words_beside_it(sen, visitor):
    item = publish(write(sen, title="Vaccination days", language="en"), sen)
    text = page(visitor, f"{TAB}/news/{item.slug}/")
    assert "Something is wrong here" in text
    assert '<html lang="en"' in text


def test_the_leaders_of_a_commune_without_a_host_are_found_there(province, visitor):
    place = village("98005", "Bến Đá")
    Site.objects.filter(unit=place.unit).delete()
    Unit.objects.filter(pk=place.unit.pk).update(parent=province.unit, lineage=province.unit.below)
    with everything("tests"):
        Section.objects.create(unit=place.unit, key="leaders", slug="lanh-dao", title="Lãnh đạo", kind="list")
    address = "/xa-phuong/98005-xa-ben-da/lanh-dao/"
    leader = {"post": "Chủ tịch", "group": "leader", "rank": 1, "phone": "0274 123", "duties": "Phụ trách"}
    published(place, full_name="Lê Thị Thử", **leader)
    write_entry(place, full_name="Còn Là Nháp", **leader)
    text = page(visitor, address)
    assert "Lê Thị Thử" in text
    assert 'href="tel:0274123"' in text
    assert "Còn Là Nháp" not in text


def test_drafts_and_other_provinces_communes_do_not_exist_there(sen, visitor):
    draft = write(sen, title="Chưa ai duyệt")
    commune("97001", "Tỉnh khác")
    assert "Chưa ai duyệt" not in page(visitor, f"{TAB}/") + page(visitor, f"{TAB}/news/")
    page(visitor, f"{TAB}/news/{draft.slug}/", 404)
    for path in (
        "/xa-phuong/97001-xa-tinh-khac/",
        "/xa-phuong/x/",
        f"{TAB}/khong-co/",
        f"{TAB}/news/khong-co/",
    ):
        page(visitor, path, 404)


def test_a_wrong_name_behind_the_code_and_a_host_of_its_own_lead_to_the_right_place(sen, visitor):
    assert visitor.get("/xa-phuong/98001-ten-cu/news/")["Location"] == f"{TAB}/news/"
    Site.objects.create(unit=sen.unit, host="bensen.songmay.localhost", opened_on=SINCE)
    for path in ("/", "/news/", "/news/mot-bai/"):
        assert visitor.get(TAB + path)["Location"] == f"http://bensen.songmay.localhost{path}"


def test_a_communes_own_site_has_no_communes(sen):
    Site.objects.create(unit=sen.unit, host="bensen.songmay.localhost", opened_on=SINCE)
    page(Client(headers={"host": "bensen.songmay.localhost"}), "/xa-phuong/", 404)


def test_what_changes_in_a_commune_is_seen_at_once(sen, visitor, settings, tmp_path):
    settings.PAGES_ROOT = tmp_path
    page(visitor, f"{TAB}/")
    item = publish(write(sen), sen)
    assert item.title in page(visitor, f"{TAB}/")
    with everything("tests"):
        Unit.objects.filter(pk=sen.unit.pk).update(name="Bến Mới")
    assert "Xã Bến Mới" in page(visitor, "/xa-phuong/")


def test_the_tab_tells_what_the_commune_has_made_public(province, sen, visitor):
    with everything("tests"):
        section = Section.objects.create(
            unit=sen.unit, key="disclosure", slug="cong-khai", title="Công khai", kind=SectionKind.LIST
        )
        heading = next(iter(headings(sen.unit, local_day(NOW)).values()))
        Entry.objects.create(
            unit=sen.unit, heading=heading, heading_key=heading.key, subject_id=str(section.pk), live=True,
            subject_type=ContentType.objects.get_for_model(Section), title="Quy chế", code="7/QĐ",
            made_on=date(2026, 11, 3), public_at=NOW, entered_at=NOW,
        )  # fmt: skip
    text = page(visitor, f"{TAB}/cong-khai/")
    assert heading.title in text
    assert "Quy chế · 7/QĐ · 03/11/2026" in text
    assert "chưa có" in text, "headings without anything are named too"
