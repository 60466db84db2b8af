"""The front of a site: prepared by one person, seen before, confirmed by another (P1, P5)."""

import re

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.tools.media.models import Image
from conglang.tools.pages.models import BannerPicture, Channel, PageChange, SiteLink, SiteProfile
from conglang.workspace.tests.conftest import picture

PICTURES, CHANNELS, LINKS = (f"/trang-cua-don-vi/{name}/" for name in ("anh", "kenh", "lien-ket"))


@pytest.fixture
def author(desk, ours):
    return desk(ours.user(Role.UNIT_ADMINISTRATOR))


@pytest.fixture
def second(desk, ours):
    return desk(ours.user(Role.HEAD_EDITOR))


def confirm(second) -> None:
    """What the second person does about the newest proposal."""
    with everything("tests"):
        change = PageChange.objects.filter(state="proposed").latest("pk")
    answer = second.post(f"/thay-doi-trang/{change.pk}/", {"viec": "ap-dung", "seen": change.sha256})
    assert answer.status_code == 302


def alts(page: str) -> list[str]:
    return re.findall(r'<img[^>]* alt="([^"]*)"', page)


def add_pictures(author, *colours: str) -> None:
    for colour in colours:
        answer = author.post(PICTURES, {"file": picture(colour), "alt_text": f"Ảnh {colour}"})
        assert answer.status_code == 302, answer.content.decode()


def test_pictures_are_added_ordered_previewed_sent_and_confirmed(author, second, ours):
    add_pictures(author, "green", "red", "blue")
    with everything("tests"):
        last = Image.objects.get(alt_text="Ảnh blue").pk
    author.post(PICTURES, {"row": last, "place": "0"})
    shown = alts(author.get("/trang-cua-don-vi/xem-truoc/").content.decode())
    assert shown == ["Ảnh blue", "Ảnh green", "Ảnh red"]
    with everything("tests"):
        assert not BannerPicture.objects.exists(), "a draft is not public"
    author.post("/trang-cua-don-vi/gui/pictures/", {"viec": "gui"})
    with everything("tests"):
        change = PageChange.objects.get(kind="pictures")
        assert not BannerPicture.objects.exists(), "one person's word is not enough"
    preview = second.get(f"/trang-cua-don-vi/xem-truoc/{change.pk}/").content.decode()
    assert alts(preview) == ["Ảnh blue", "Ảnh green", "Ảnh red"]
    confirm(second)
    with everything("tests"):
        rows = BannerPicture.objects.filter(unit=ours.unit).select_related("image")
        assert [row.alt_text for row in rows] == ["Ảnh blue", "Ảnh green", "Ảnh red"]
        assert all(row.image.exposures.count() == 1 for row in rows)


def test_a_picture_taken_out_is_no_longer_public_and_the_others_stay(author, second):
    add_pictures(author, "green", "red")
    author.post("/trang-cua-don-vi/gui/pictures/", {"viec": "gui"})
    confirm(second)
    with everything("tests"):
        first, kept = BannerPicture.objects.select_related("image")
    author.post(PICTURES, {"row": first.image_id, "place": ""})
    author.post("/trang-cua-don-vi/gui/pictures/", {"viec": "gui"})
    confirm(second)
    with everything("tests"):
        assert BannerPicture.objects.get().pk == kept.pk
        assert not first.image.exposures.exists()
        assert kept.image.exposures.count() == 1


def test_a_picture_needs_words_and_must_be_one(author):
    answer = author.post(PICTURES, {"file": picture("green"), "alt_text": ""})
    assert answer.status_code == 422
    broken = picture("green")
    broken.seek(0)
    broken.truncate(200)
    assert author.post(PICTURES, {"file": broken, "alt_text": "Cảnh"}).status_code == 422
    assert author.post(PICTURES, {"alt_text": "Cảnh"}).status_code == 422


def test_a_picture_of_the_library_is_chosen_and_described_anew(author, ours):
    add_pictures(author, "green")
    with everything("tests"):
        image = Image.objects.get().pk
    assert author.post(PICTURES, {"image": image, "alt_text": "Hai lần"}).status_code == 422
    author.post(PICTURES, {"row": image, "place": ""})
    assert f'value="{image}"' in author.get(PICTURES).content.decode()
    assert author.post(PICTURES, {"image": image, "alt_text": "Cổng làng"}).status_code == 302
    assert "Cổng làng" in author.get(f"{PICTURES}?sua={image}").content.decode()
    author.post(PICTURES, {"of": image, "alt_text": "Cổng làng mới"})
    assert "1. Cổng làng mới" in author.get(PICTURES).content.decode()


def test_a_neighbours_picture_cannot_be_chosen(author, desk, theirs):
    add_pictures(desk(theirs.user(Role.UNIT_ADMINISTRATOR)), "red")
    with everything("tests"):
        image = Image.objects.get(unit=theirs.unit).pk
    assert author.post(PICTURES, {"image": image, "alt_text": "Của xã bên"}).status_code == 422


def test_channels_and_links_are_kept_in_order_and_only_web_addresses_become_links(author, second, ours):
    author.post(CHANNELS, {"kind": "zalo", "name": "Zalo xã", "address": "https://zalo.example"})
    author.post(CHANNELS, {"kind": "loudspeaker", "name": "Đài xã", "address": "5 giờ và 17 giờ"})
    author.post(CHANNELS, {"row": "Đài xã", "place": "0"})
    for kind in ("javascript:alert(1)", "ftp://a.example", "https://a b", "https://ai:mk@a.example"):
        assert author.post(LINKS, {"group": "legal", "name": "X", "address": kind}).status_code == 422
    author.post(LINKS, {"group": "legal", "name": "Văn bản", "address": "vbpl.vn"})
    for kind in ("channels", "links"):
        author.post(f"/trang-cua-don-vi/gui/{kind}/", {"viec": "gui"})
        confirm(second)
    with everything("tests"):
        assert [(row.name, row.url) for row in Channel.objects.filter(unit=ours.unit)] == [
            ("Đài xã", ""),
            ("Zalo xã", "https://zalo.example"),
        ]
        assert SiteLink.objects.get(unit=ours.unit).address == "https://vbpl.vn"


def test_facts_are_a_draft_until_a_second_person_agrees(author, second, ours):
    facts = {"authority": "UBND xã Bến Sen", "control_phone": "0900 000 001", "emblem_file": picture("red")}
    assert author.post("/trang-cua-don-vi/", facts).status_code == 302
    preview = author.get("/trang-cua-don-vi/xem-truoc/").content.decode()
    assert "0900 000 001" in preview
    author.post("/trang-cua-don-vi/gui/profile/", {"viec": "gui"})
    with everything("tests"):
        assert not SiteProfile.objects.filter(unit=ours.unit).exists()
    confirm(second)
    with everything("tests"):
        profile = SiteProfile.objects.get(unit=ours.unit)
        assert (profile.authority, profile.emblem.exposures.count()) == ("UBND xã Bến Sen", 1)


def test_a_draft_is_thrown_away_and_a_forged_kind_does_not_exist(author):
    add_pictures(author, "green")
    author.post("/trang-cua-don-vi/gui/pictures/", {"viec": "bo"})
    assert "Trang chủ chưa có ảnh" in author.get(PICTURES).content.decode()
    assert author.post("/trang-cua-don-vi/gui/template/", {"viec": "gui"}).status_code == 404
    assert author.post(PICTURES, {"row": "999", "place": "x"}).status_code == 302


def test_nobody_sees_a_neighbours_proposal_or_keeps_a_neighbours_site(author, desk, theirs, ours):
    add_pictures(author, "green")
    author.post("/trang-cua-don-vi/gui/pictures/", {"viec": "gui"})
    with everything("tests"):
        change = PageChange.objects.get(kind="pictures")
    stranger = desk(theirs.user(Role.UNIT_ADMINISTRATOR))
    assert stranger.get(f"/trang-cua-don-vi/xem-truoc/{change.pk}/").status_code == 404
    assert stranger.get(f"{PICTURES}?don-vi={ours.unit.pk}").status_code == 404
    assert desk(ours.user(Role.CONTRIBUTOR)).get(PICTURES).status_code in {403, 404}
