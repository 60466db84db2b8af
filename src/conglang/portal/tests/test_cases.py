"""People tell their commune something without an account, follow it by code and PIN, read what is public."""

import html
import json
import re
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.tests.villages import stopped_at
from conglang.base.units.models import Hamlet
from conglang.base.units.scope import everything
from conglang.base.units.services.open_site import open_site
from conglang.citizens.cases.models import Attachment, Case, Denunciation, Rating
from conglang.citizens.cases.redacting import findings, masked
from conglang.citizens.cases.rules import Process
from conglang.citizens.cases.tests.conftest import (  # noqa: F401  # fixtures
    DAY,
    NOW,
    home,
    local_term,
    neighbour,
    province,
)
from conglang.kernel import clock
from conglang.portal.cases import sending
from conglang.tools.formguard.rules import Verdict
from conglang.tools.vault.models import Identity

TELL = "/phan-anh/gui/field/"
SYSTEM = Actor.system("tests")
LAMP = "Đèn đường trước nhà văn hóa thôn Đông hỏng, gọi tôi số 0912 345 678."

frozen = stopped_at(NOW)


@pytest.fixture
def visitor_of(home):  # noqa: F811
    with everything("tests"):
        open_site(unit=home.unit, host="c98001.localhost", by=SYSTEM, now=NOW)
    return Client(HTTP_HOST="c98001.localhost")


def hidden(page):
    """What the forms of a page carry, and what is typed in them."""
    text = page.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', text))
    return {name: html.unescape(value) for name, value in found.items()}


def opened(client, path=TELL):
    with clock.frozen(NOW - timedelta(minutes=1)):
        return hidden(client.get(path))


def typed(client, home, path=TELL, **more):  # noqa: F811
    place = {"thon": home.hamlet.pk} if path == TELL else {}
    return opened(client, path) | {"noi_dung": LAMP, "che_do": "name_hidden"} | place | more


def sent(client, home, path=TELL, files=(), trap="", **more):  # noqa: F811
    """All pages of the form; the receipt."""
    check = client.post(path, typed(client, home, path, **more))
    assert check.status_code == 200, check.content.decode()
    return client.post(path, hidden(check) | {"tep": list(files), "trang_web": trap}, follow=True)


def receipt_of(page):
    code, pin = re.findall(r"<dd>([^<]+)</dd>", page.content.decode())
    return code, pin


def only_case():
    with everything("tests"):
        return Case.objects.get()


def photo():
    data = BytesIO()
    picture = Image.new("RGB", (40, 30), "red")
    exif = picture.getexif()
    exif[0x010F] = "Quamlidor"
    picture.save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("anh.jpg", data.getvalue(), "image/jpeg")


def test_a_lamp_is_told_on_two_pages_and_followed_by_code_and_pin(home, visitor_of):  # noqa: F811
    local_term(home.unit)
    page = sent(visitor_of, home, ho_ten="Lò Thị Mai", linh_vuc="")
    code, pin = receipt_of(page)
    case = only_case()
    assert (case.printed_code, case.category, case.process) == (code, "light", Process.WAITING)
    assert not case.wants_public
    state = visitor_of.get("/tra-ma/", {"ma": code.lower().replace("-", " ")}).content.decode()
    assert "Đã gửi" in state
    assert LAMP not in state
    own = visitor_of.post("/tra-ma/", {"ma": code, "pin": pin})
    assert LAMP in own.content.decode()
    assert "Vì sao" in own.content.decode()
    for each in (page, own):
        assert (each["Cache-Control"], each["Referrer-Policy"], each.cookies) == (
            "no-store",
            "no-referrer",
            {},
        )


def test_the_first_question_sorts_by_law(home, visitor_of):  # noqa: F811
    hub = visitor_of.get("/phan-anh/").content.decode()
    assert "113" in hub
    complaint = visitor_of.get("/phan-anh/gui/complaint/").content.decode()
    assert "<textarea" not in complaint
    assert 'value="anonymous"' in visitor_of.get(TELL).content.decode()
    regulation = visitor_of.post(
        "/phan-anh/gui/regulation/", typed(visitor_of, home, "/phan-anh/gui/regulation/")
    )
    text = regulation.content.decode()
    assert regulation.status_code == 422
    assert 'value="anonymous"' not in text
    assert text.count('class="field-error"') == 3
    assert LAMP in text
    assert visitor_of.get("/phan-anh/gui/khong-co/").status_code == 404


def test_the_page_knows_where_hamlets_lie_so_that_the_nearest_can_be_offered(home, visitor_of):  # noqa: F811
    assert "data-lat" not in visitor_of.get(TELL).content.decode()
    with everything("tests"):
        Hamlet.objects.filter(pk=home.hamlet.pk).update(lat="20.51234", lon="106.12345")
    page = visitor_of.get(TELL).content.decode()
    option = f'<option value="{home.hamlet.pk}" data-lat="20.51234" data-lon="106.12345">Thôn Đông'
    assert option in page


def test_the_check_shows_what_others_will_see_and_marks_what_tells_who_one_is(home, visitor_of):  # noqa: F811
    page = visitor_of.post(
        TELL, typed(visitor_of, home, cong_khai="on", linh_vuc="electricity")
    ).content.decode()
    assert "<mark>0912 345 678" in page
    assert "gọi tôi số [đã che]" in page
    assert "19006769" in page
    private = visitor_of.post(TELL, typed(visitor_of, home)).content.decode()
    assert "[đã che]" not in private


@pytest.mark.parametrize(
    "value",
    [
        "0912 345 678", "+84 912.345.678", "02093.812.345", "001299000001", "a.b@thu.example", "20B1-123.45",
        "20A-123.45", "19031234567890",
    ],
)  # fmt: skip
def test_near_the_name_of_an_office_a_number_is_still_the_senders(value):
    text = f"Trước trụ sở Ủy ban nhân dân xã, nhà văn hóa thôn: {value}, nhờ xem giúp."
    assert masked(text) == text.replace(value, "[đã che]")
    assert [each.value for each in findings(text)] == [value]


def test_days_times_and_sums_are_no_personal_data():
    text = "Từ 19 giờ ngày 22/11/2026, 40 hộ, 1.250.000 đồng, đường 20 mét, năm 2026-2027."
    assert masked(text) == text


def test_going_back_to_change_something_loses_nothing(home, visitor_of):  # noqa: F811
    check = visitor_of.post(TELL, typed(visitor_of, home, ho_ten="Lò Thị Mai"))
    back = visitor_of.post(TELL, hidden(check) | {"buoc": ["gui", "sua"]})
    assert back.status_code == 200
    text = back.content.decode()
    assert (LAMP in text, "Lò Thị Mai" in text, "data-carried" in text) == (True, True, True)
    with everything("tests"):
        assert not Case.objects.exists()


def test_sending_twice_makes_one_matter_and_a_lost_receipt_is_shown_again(home, visitor_of):  # noqa: F811
    check = hidden(visitor_of.post(TELL, typed(visitor_of, home)))
    first = receipt_of(visitor_of.post(TELL, check, follow=True))
    again = visitor_of.post(TELL, check, headers={"Accept": "application/json"}).json()["url"]
    code, pin = receipt_of(visitor_of.get(again))
    assert code == first[0]
    assert LAMP in visitor_of.post("/tra-ma/", {"ma": code, "pin": pin}).content.decode()
    with clock.frozen(NOW + timedelta(hours=1, seconds=1)):
        assert visitor_of.get(again).status_code == 410
        late = visitor_of.post(TELL, check, follow=True).content.decode()
        assert code in late
        assert "<dt>Mã PIN</dt>" not in late
    assert only_case()


def test_photos_keep_nothing_but_the_picture_and_bad_files_do_not_stop_the_words(home, visitor_of):  # noqa: F811
    bad = SimpleUploadedFile("bai.exe", b"MZ\x90\x00" * 100)
    page = sent(visitor_of, home, files=[photo(), bad]).content.decode()
    assert "bai.exe" in page
    with everything("tests"):
        [kept] = Attachment.objects.all()
        with kept.file.open("rb") as file:
            data = file.read()
    assert data.startswith(b"RIFF")
    assert [mark for mark in (b"Exif", b"EXIF", b"XMP", b"Quamlidor") if mark in data] == []


def test_what_is_doubtful_is_laid_aside_and_its_sender_sees_no_difference(home, visitor_of):  # noqa: F811
    code, _pin = receipt_of(sent(visitor_of, home, trap="x"))
    assert only_case().held_because == ["trap"]
    assert "Đã gửi" in visitor_of.get("/tra-ma/", {"ma": code}).content.decode()


def test_in_a_storm_nothing_typed_is_lost(home, visitor_of, monkeypatch):  # noqa: F811
    refused = sending.guard.__globals__["Judgement"](Verdict.REFUSED)
    monkeypatch.setattr(sending, "guard", lambda *_args, **_more: refused)
    check = hidden(visitor_of.post(TELL, typed(visitor_of, home)))
    page = visitor_of.post(TELL, check)
    assert page.status_code == 429
    assert hidden(page)["noi_dung"] == LAMP
    told = visitor_of.post(TELL, check, headers={"Accept": "application/json"})
    assert (told.status_code, len(told.json()["errors"])) == (429, 1)


def test_nobody_reads_a_matter_without_its_pin(home, visitor_of):  # noqa: F811
    code, pin = receipt_of(sent(visitor_of, home))
    wrong = f"{(int(pin) + 1) % 10**6:06}"
    answers = [visitor_of.post("/tra-ma/", {"ma": code, "pin": wrong}) for _ in range(10)]
    locked = visitor_of.post("/tra-ma/", {"ma": code, "pin": pin})
    assert {answer.status_code for answer in answers[:9]} == {422}
    assert locked.status_code == 429
    assert not any(LAMP in answer.content.decode() for answer in [*answers, locked])
    with clock.frozen(NOW + DAY):
        assert LAMP in visitor_of.post("/tra-ma/", {"ma": code, "pin": pin}).content.decode()
    unknown = visitor_of.post("/tra-ma/", {"ma": f"{code[:-1]}{'0' if code[-1] != '0' else '1'}", "pin": pin})
    assert unknown.status_code == 422


def test_a_denunciation_has_no_page(home, visitor_of):  # noqa: F811
    path = "/phan-anh/gui/denunciation/"
    whose = {"ho_ten": "Lò Thị Mai", "dien_thoai": "0912345678", "dia_chi": "Thôn Đông"}
    code, pin = receipt_of(sent(visitor_of, home, path, **whose))
    with everything("tests"):
        assert (Case.objects.count(), Denunciation.objects.count()) == (0, 1)
    page = visitor_of.post("/tra-ma/", {"ma": code, "pin": pin}).content.decode()
    assert "Đã gửi" in page
    assert LAMP not in page


def own_page(client, code, pin):
    return hidden(client.post("/tra-ma/", {"ma": code, "pin": pin}))


def test_the_sender_answers_rates_and_takes_back_by_the_key_in_the_page(home, visitor_of):  # noqa: F811
    code, pin = receipt_of(sent(visitor_of, home))
    key = own_page(visitor_of, code, pin)["khoa"]
    with everything("tests"):
        Case.objects.update(process=Process.ANSWERED.value, answered_at=NOW)
    act = {"khoa": key, "ma": code, "viec": "rate", "muc": "1", "ly_do": ["slow"], "y_kien": "Lâu quá"}
    assert visitor_of.post("/tra-ma/", act).status_code == 200
    assert visitor_of.post("/tra-ma/", act | {"muc": "9"}).status_code == 422
    with everything("tests"):
        rating = Rating.objects.get()
    assert (rating.level, rating.reasons, rating.words) == (1, ["slow"], "Lâu quá")
    asked = visitor_of.post("/tra-ma/", {"khoa": key, "ma": code, "viec": "reopen", "vi_sao": "Vẫn tối"})
    assert asked.status_code == 200
    assert only_case().process == Process.REOPEN_ASKED
    erased = visitor_of.post("/tra-ma/", {"khoa": key, "ma": code, "viec": "erase"}).content.decode()
    assert LAMP not in erased
    with everything("tests"):
        assert Identity.objects.get().erased_at == NOW
    with clock.frozen(NOW + timedelta(minutes=30)):
        late = visitor_of.post("/tra-ma/", act)
        assert late.status_code == 422
        assert 'name="khoa"' not in late.content.decode()
    assert visitor_of.post("/tra-ma/", act | {"khoa": "x"}).status_code == 422


def published(home, **more):  # noqa: F811
    with everything("tests"):
        case = Case.objects.get()
        known = {
            "visibility": "public", "public_subject": "Đèn hỏng", "public_text": "Đèn trước nhà văn hóa.",
            "published_at": NOW, "lat": "21.03347", "lon": "105.85012",
        }  # fmt: skip
        Case.objects.filter(pk=case.pk).update(**known | more)
        return Case.objects.get()


def test_of_a_published_case_only_the_checked_words_are_read(home, visitor_of):  # noqa: F811
    sent(visitor_of, home, ho_ten="Lò Thị Quamlidor", files=[photo()])
    private = only_case()
    assert visitor_of.get(f"/phan-anh/cong-khai/{private.printed_code}/").status_code == 404
    case = published(home)
    base = f"/phan-anh/cong-khai/{case.printed_code}/"
    paths = [
        "/phan-anh/cong-khai/", base, "/phan-anh/cong-khai/phan-anh.json",
        *(f"/phan-anh/cong-khai/{name}" for name in ("rss.xml", "atom.xml", "feed.json")),
        "/open311/v2/requests.json", "/open311/v2/requests.xml",
        f"/open311/v2/requests/{case.printed_code}.xml",
    ]  # fmt: skip
    for path in paths:
        page = visitor_of.get(path)
        assert (path, page.status_code) == (path, 200)
        text = page.content.decode()
        assert "Đèn hỏng" in text
        secrets = ["Quamlidor", "0912", "thôn Đông hỏng", str(case.uid), "21.03347", "105.85012"]
        assert [word for word in secrets if word in text] == []
    assert visitor_of.get(f"{base}anh/1/").status_code == 404
    with everything("tests"):
        Attachment.objects.update(shows_on_site=True)
    assert visitor_of.get(f"{base}anh/1/")["Content-Type"] == "image/webp"
    assert visitor_of.get(f"{base}anh/2/").status_code == 404


def test_somebody_who_has_it_too_is_counted_once_a_day(home, visitor_of):  # noqa: F811
    sent(visitor_of, home)
    case = published(home)
    offered = visitor_of.post(TELL, typed(visitor_of, home)).content.decode()
    base = f"/phan-anh/cong-khai/{case.printed_code}/"
    assert f'action="{base}"' in offered
    for _ in range(2):
        assert visitor_of.post(base).status_code == 200
    assert only_case().followers == 1
    with clock.frozen(NOW + DAY):
        visitor_of.post(base)
    assert only_case().followers == 2


def test_open311_answers_as_the_standard_says(home, visitor_of):  # noqa: F811
    sent(visitor_of, home, linh_vuc="light")
    case = published(home)

    def ask(path, **given):
        return visitor_of.get(f"/open311/v2/{path}", given)

    services = ET.fromstring(ask("services.xml").content)  # our own
    assert services.tag == "services"
    assert "light" in [each.findtext("service_code") for each in services.iter("service")]
    [row] = ask("requests.json", status="open", service_code="light,road").json()
    assert (row["service_request_id"], row["lat"], row["long"]) == (case.printed_code, 21.0335, 105.85)
    assert row["requested_datetime"] == "2026-11-20T09:00:00+07:00"
    assert ask("requests.json", status="closed").json() == []
    assert ask("requests.json", start_date="2026-11-21T00:00:00Z").json() == []
    assert len(ask("requests.json", service_request_id=case.printed_code).json()) == 1
    assert ask("requests.json", page="2").json() == []
    for given in ({"status": "lost"}, {"start_date": "hom qua"}, {"page": "0"}, {"start_date": "2026-11-21"}):
        refused = ask("requests.json", **given)
        assert (refused.status_code, refused.json()[0]["code"]) == (400, 400)
    missing = ask("requests/HD26-0000-0000.xml")
    fault = ET.fromstring(missing.content)  # our own
    assert (missing.status_code, fault.findtext("error/code")) == (404, "404")
    assert ask("services.json", jurisdiction_id="x").status_code == 404
    assert ask("services.csv").status_code == 404
    assert json.loads(ask(f"requests/{case.printed_code}.json").content)[0]["status"] == "open"


def test_a_neighbours_site_knows_nothing_of_it(home, neighbour, visitor_of):  # noqa: F811
    code, pin = receipt_of(sent(visitor_of, home))
    published(home)
    with everything("tests"):
        open_site(unit=neighbour.unit, host="c98002.localhost", by=SYSTEM, now=NOW)
    there = Client(HTTP_HOST="c98002.localhost")
    assert there.post("/tra-ma/", {"ma": code, "pin": pin}).status_code == 422
    assert there.get(f"/phan-anh/cong-khai/{code}/").status_code == 404
    assert there.get("/open311/v2/requests.json").json() == []
