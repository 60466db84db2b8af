"""The front page: what a visitor finds there, whose it is, and what it costs (P1, P4–P6)."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conglang.base.units.models import Site, Unit
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.tests.conftest import NOW, Commune, commune, publish, write
from conglang.kernel import clock
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.media.models import Exposure, Image
from conglang.tools.media.services.store import store_image
from conglang.tools.media.tests.conftest import jpeg
from conglang.tools.pages.models import BannerPicture, Channel, Section, SiteLink, SiteProfile
from conglang.tools.pages.services.arrange_rows import arrange_rows

HOST, ABOVE = "bensen.songmay.localhost", "songmay.localhost"
MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def saturday():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def province(db) -> Commune:
    place = commune("98", "Sông Mây")
    with everything("tests"):
        Site.objects.create(unit=place.unit, host=ABOVE, opened_on=date(2025, 7, 1))
        place.sections["health"] = Section.objects.create(
            unit=place.unit, key="health", slug="suc-khoe", title="Sức khỏe"
        )
    return place


@pytest.fixture
def home(province) -> Commune:
    place = commune("98001", "Bến Sen")
    below(province, place)
    Site.objects.create(unit=place.unit, host=HOST, opened_on=date(2025, 7, 1))
    return place


def below(parent: Commune, child: Commune) -> None:
    with everything("tests"):
        Unit.objects.filter(pk=child.unit.pk).update(parent=parent.unit, lineage=f"/{parent.unit.pk}/")
    child.unit.refresh_from_db()


def page(host: str = HOST) -> str:
    answer = Client(headers={"host": host}).get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def add_pictures(place: Commune, *names: str) -> None:
    with use_scope(place.writer.scope):
        rows = []
        for number, name in enumerate(names):
            image = store_image(
                by=place.writer, unit_id=place.unit.pk, file=jpeg((64, 36 + number)), title=name,
                alt_text=name, now=NOW,
            )  # fmt: skip
            sizes = [{"format": kind, "width": 640, "height": 360} for kind in ("avif", "webp", "jpeg")]
            Image.objects.filter(pk=image.pk).update(derivatives=sizes)
            rows.append({"image_id": image.pk, "alt_text": name})
        arrange_rows(BannerPicture, place.unit.pk, ("image_id", "alt_text"), rows)


def test_a_site_without_anything_is_calm_and_says_so(home):
    text = page()
    assert "Hiện chưa có thông báo" in text
    assert 'class="banner"' not in text
    assert "Kiểm soát thủ tục hành chính" not in text
    assert 'class="ways"' not in text


def test_only_the_first_picture_is_fetched_at_once_and_each_says_what_it_shows(home):
    add_pictures(home, "Cổng làng", "Bến sông", "Đồng lúa")
    images = re.findall(r"<img[^>]*>", page())
    assert [re.search('alt="([^"]*)"', each)[1] for each in images] == ["Cổng làng", "Bến sông", "Đồng lúa"]
    assert ['fetchpriority="high"' in each for each in images] == [True, False, False]
    assert ['loading="lazy"' in each for each in images] == [False, True, True]
    assert all("width=" in each and "height=" in each for each in images)
    assert 'type="image/avif"' in page()


def test_a_single_picture_needs_no_buttons(home):
    add_pictures(home, "Cổng làng")
    assert "Cổng làng" in page()
    assert 'type="radio"' not in page()


def test_procedure_control_is_that_of_the_unit_and_of_its_parent(home, province):
    with everything("tests"):
        for place, phone in ((home, "0900 000 911"), (province, "0900 000 990")):
            SiteProfile.objects.create(
                unit=place.unit,
                authority="Ủy ban",
                control_phone=phone,
                control_email=f"a{phone[-3:]}@x.example",
            )
    text = page()
    assert text.index("0900 000 911") < text.index("0900 000 990")
    assert 'href="tel:0900000911"' in text
    assert 'href="mailto:a990@x.example"' in text


def test_links_of_the_parent_stand_on_every_commune_and_a_communes_own_only_on_its_page(home, province):
    with everything("tests"):
        SiteLink.objects.create(
            unit=province.unit, group="legal", name="Văn bản quốc gia", address="https://a.example"
        )
        SiteLink.objects.create(unit=home.unit, group="legal", name="Như trên", address="https://a.example")
        SiteLink.objects.create(unit=home.unit, group="other", name="Hợp tác xã", address="https://b.example")
    text = page()
    assert "Văn bản quốc gia" in text
    assert "Như trên" not in text, "one address is shown once"
    assert "Hợp tác xã" in text
    assert "Hợp tác xã" not in page(ABOVE)


def test_health_is_fed_by_approved_items_of_the_parent_only(home, province):
    health = province.sections["health"].pk
    shown = publish(write(province, title="Phòng sốt xuất huyết", section_id=health), province)
    write(province, title="Chưa ai duyệt", section_id=health)
    text = page()
    assert f'href="http://{ABOVE}/suc-khoe/{shown.slug}/"' in text
    assert "Chưa ai duyệt" not in text
    assert text.count("Phòng sốt xuất huyết") == 1, "not among the parent's news again"
    with use_scope(province.head.scope):
        withdraw(item=type(shown).objects.get(pk=shown.pk), by=province.head, now=NOW, reason="Sai")
    assert "Phòng sốt xuất huyết" not in page()


def test_a_parents_own_page_shows_its_health_items_once(province):
    health = province.sections["health"].pk
    publish(write(province, title="Phòng sốt xuất huyết", section_id=health), province)
    publish(write(province, title="Khánh thành cầu"), province)
    text = page(ABOVE)
    assert text.count("Phòng sốt xuất huyết") == 1
    assert text.index("Khánh thành cầu") < text.index("Phòng sốt xuất huyết")


def test_official_channels_and_the_licence_are_at_the_foot_of_every_page(home):
    with everything("tests"):
        SiteProfile.objects.create(unit=home.unit, authority="Ủy ban", license="GP 05")
        Channel.objects.create(unit=home.unit, kind="zalo", name="Zalo xã", address="https://zalo.example/x")
        Channel.objects.create(unit=home.unit, kind="other", name="Loa", address="javascript:alert(1)")
    for path in ("/", "/news/"):
        text = Client(headers={"host": HOST}).get(path).content.decode()
        assert "GP 05" in text
        assert 'href="https://zalo.example/x"' in text
        assert 'href="javascript' not in text


def test_the_front_page_costs_the_same_however_much_there_is(home, province):
    add_pictures(home, "Cổng làng")
    with everything("tests"):
        notices = Section.objects.create(unit=home.unit, key="notices", slug="thong-bao", title="Thông báo")
    publish(write(home, title="Cắt điện", section_id=notices.pk), home)
    publish(write(home, title="Tin đầu"), home)
    publish(write(province, title="Khỏe", section_id=province.sections["health"].pk), province)
    few = queries()
    add_pictures(home, *(f"Ảnh {number}" for number in range(8)))
    for number in range(4):
        publish(write(home, title=f"Tin số {number}"), home)
        publish(write(province, title=f"Tin tỉnh {number}"), province)
        below(province, commune(f"9810{number}", f"Xã bên {number}"))
    with everything("tests"):
        for number in range(9):
            SiteLink.objects.create(
                unit=province.unit, name=f"Trang {number}", address=f"https://{number}.example"
            )
    assert queries() == few <= MOST_QUERIES


def queries() -> int:
    with CaptureQueriesContext(connection) as seen:
        page()
    return len(seen)


def test_pictures_that_stay_keep_their_rows_and_their_public_copies(home):
    add_pictures(home, "Một", "Hai")
    with everything("tests"):
        before = {row.alt_text: row.pk for row in BannerPicture.objects.all()}
        kept = BannerPicture.objects.get(alt_text="Hai")
    with use_scope(home.writer.scope):
        rows = [{"image_id": kept.image_id, "alt_text": "Hai"}]
        arrange_rows(BannerPicture, home.unit.pk, ("image_id", "alt_text"), rows)
    with everything("tests"):
        assert {row.alt_text: row.pk for row in BannerPicture.objects.all()} == {"Hai": before["Hai"]}
        assert Exposure.objects.filter(owner_label="pages.bannerpicture").count() == 1
