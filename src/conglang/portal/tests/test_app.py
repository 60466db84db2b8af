"""One app for a province, for the communes that its readers chose (C5)."""

import io
import json
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from PIL import Image

from conglang.base.units.models import Hamlet, HamletKind, Site, Unit
from conglang.base.units.scope import everything
from conglang.content.newsroom.tests.conftest import NOW, commune, publish, write
from conglang.kernel import clock
from conglang.portal.app.drawing import SIZES, icon_of
from conglang.portal.tests.test_communes import HOST, SINCE, below, page
from conglang.tools.pagestore.models import UrgentNotice

AT = "/ung-dung/xa/98001-xa-ben-sen"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def sen(db):
    """A commune of a province with a portal."""
    province = commune("98", "Sông Mây")
    Unit.objects.filter(pk=province.unit.pk).update(kind="province", level="province")
    province.unit.refresh_from_db()
    Site.objects.create(unit=province.unit, host=HOST, opened_on=SINCE)
    return below(province, "98001", "Bến Sen")


@pytest.fixture
def visitor():
    return Client(headers={"host": HOST})


def notice(unit: Unit, text: str, **fields) -> None:
    with everything("test"):
        UrgentNotice.objects.create(
            unit=unit,
            text=text,
            proposed_at=NOW,
            confirmed_at=NOW,
            until=fields.pop("until", NOW + timedelta(hours=6)),
            **fields,
        )


def test_a_page_of_a_commune_holds_everything_that_the_phone_keeps(sen, visitor):
    item = publish(write(sen), sen)
    notice(sen.unit, "Nước lên nhanh, bà con sơ tán.")
    notice(sen.unit, "Đã qua rồi.", until=NOW)
    with everything("test"):
        hamlet = Hamlet.objects.create(unit=sen.unit, kind=HamletKind.THON, name="Đông")
    text = page(visitor, f"{AT}/")
    assert f'href="{AT}/news/{item.slug}/"' in text
    assert "Nước lên nhanh, bà con sơ tán." in text
    assert "Đã qua rồi." not in text
    assert f'<option value="{hamlet.pk}">Thôn Đông</option>' in text
    assert "Từ 8 giờ tại trạm y tế." in page(visitor, f"{AT}/news/{item.slug}/")


def test_items_are_read_in_the_app_and_known_at_the_communes_own_address(sen, visitor):
    item = publish(write(sen), sen)
    Site.objects.create(unit=sen.unit, host="bensen.songmay.localhost", opened_on=SINCE)
    text = page(visitor, f"{AT}/news/{item.slug}/")
    assert f'rel="canonical" href="http://bensen.songmay.localhost/news/{item.slug}/"' in text
    assert "http://bensen.songmay.localhost/" in page(visitor, f"{AT}/")


def test_a_commune_leads_its_readers_to_the_app_of_the_province(sen, visitor):
    Site.objects.create(unit=sen.unit, host="bensen.songmay.localhost", opened_on=SINCE)
    here = {"host": "bensen.songmay.localhost"}
    assert visitor.get("/ung-dung/", headers=here)["Location"] == f"http://songmay.localhost{AT}/"
    for path in ("/ung-dung/ung-dung.webmanifest", "/sw.js", f"{AT}/"):
        assert visitor.get(path, headers=here).status_code == 404


def test_a_commune_without_a_province_on_line_has_an_app_of_its_own(db, visitor):
    alone = commune("97001", "Tự Lập")
    Site.objects.create(unit=alone.unit, host="tulap.localhost", opened_on=SINCE)
    here = {"host": "tulap.localhost"}
    assert visitor.get("/ung-dung/xa-cua-toi/", headers=here).content.count(b"data-commune") == 1
    assert visitor.get("/ung-dung/xa/97001-xa-tu-lap/", headers=here).status_code == 200
    assert visitor.get("/ung-dung/xa/97002-xa-khac/", headers=here).status_code == 404


def test_other_provinces_and_hidden_items_do_not_exist_in_the_app(sen, visitor):
    draft = write(sen)
    commune("97001", "Tỉnh khác")
    page(visitor, f"{AT}/news/{draft.slug}/", 404)
    page(visitor, "/ung-dung/xa/97001-xa-tinh-khac/", 404)
    assert "Tỉnh khác" not in page(visitor, "/ung-dung/xa-cua-toi/")


def test_browsers_find_all_that_an_app_needs(sen, visitor):
    told = json.loads(page(visitor, "/ung-dung/ung-dung.webmanifest"))
    assert (told["display"], told["scope"], told["lang"]) == ("standalone", "/", "vi")
    for icon in told["icons"]:
        picture = Image.open(io.BytesIO(visitor.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    page(visitor, told["start_url"])
    target = told["share_target"]
    names = target["params"]
    shared = visitor.post(target["action"], {names["title"]: "Ngập", names["text"]: "<b>cầu</b>\0"})
    assert "Ngập &lt;b&gt;cầu&lt;/b&gt;" in shared.content.decode()
    page(visitor, "/ung-dung/bieu-tuong-64.png", 404)


def test_an_emblem_stands_whole_inside_the_part_that_no_system_cuts_off():
    emblem = io.BytesIO()
    Image.new("RGB", (300, 100), "#00f").save(emblem, "PNG")
    for size in SIZES:
        icon = icon_of(size, emblem)
        box = Image.eval(icon.getchannel("R"), lambda value: 255 if value < 128 else 0).getbbox()
        assert icon.size == (size, size)
        assert min(box[0], size - box[2]) >= size * 0.18
        assert icon_of(size).getpixel((0, 0)) == (0x7B, 0x25, 0x13)


def test_the_worker_is_asked_for_anew_each_time_and_can_be_called_off(sen, visitor):
    answer = visitor.get("/sw.js")
    assert answer["Cache-Control"] == "max-age=0"
    assert '"offline":"/ung-dung/khong-mang/"' in answer.content.decode().replace(": ", ":")
    assert visitor.get("/sw.js", headers={"if-none-match": answer["ETag"]}).status_code == 304
    with override_settings(APP=False):
        assert "unregister()" in page(visitor, "/sw.js")


def test_only_a_named_package_is_trusted(sen, visitor):
    page(visitor, "/.well-known/assetlinks.json", 404)
    with override_settings(APP_PACKAGE="vn.songmay.conglang", APP_FINGERPRINTS=["AB:CD"]):
        told = json.loads(page(visitor, "/.well-known/assetlinks.json"))
    assert told[0]["target"]["package_name"] == "vn.songmay.conglang"
    assert told[0]["target"]["sha256_cert_fingerprints"] == ["AB:CD"]
