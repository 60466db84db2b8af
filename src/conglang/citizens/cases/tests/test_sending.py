"""What somebody sends becomes a case with a code, a PIN and the clock of its law."""

import struct
import zlib
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.duties.models import Duty, is_open
from conglang.base.ledger.models import AuditEntry, Delivery, OutboxMessage
from conglang.base.units.scope import everything, use_scope
from conglang.citizens.cases.files import IncomingFile, prepare
from conglang.citizens.cases.models import Attachment, Case, Channel, Denunciation
from conglang.citizens.cases.rules import Process
from conglang.citizens.cases.services import send
from conglang.citizens.cases.services.send import enter
from conglang.citizens.cases.services.visit import open_with_pin
from conglang.citizens.cases.tests.conftest import (
    DAY,
    HOA,
    NOW,
    again,
    case_of,
    local_term,
    message,
    sent,
)
from conglang.kernel.codes import parse_code
from conglang.kernel.ids import uuid7
from conglang.tools.media.rules import Refusal, Unacceptable
from conglang.tools.media.tests import sounds
from conglang.tools.vault.models import Identity, Mode
from conglang.tools.vault.rules import Contact
from conglang.tools.vault.sealed import Pin, fresh_pin


def jpeg_with_place() -> bytes:
    out, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "MAY ANH BI MAT"
    exif.get_ifd(0x8825)[2] = (10.0, 5.0, 3.0)
    Image.new("RGB", (2400, 1200), "navy").save(out, "JPEG", exif=exif, comment=b"GHI CHU BI MAT")
    return out.getvalue()


def test_sending_gives_a_code_that_nobody_guesses_and_a_pin_that_opens_it(home):
    found = sent(home)
    assert parse_code(found.code).compact == case_of(found).code
    assert found.code.startswith("HB26-")
    row, pin = open_with_pin(unit_id=home.unit.pk, code=found.code.lower(), pin=found.pin, now=NOW)
    assert (row.pk, pin.is_right) == (case_of(found).pk, True)
    assert not open_with_pin(unit_id=home.unit.pk, code=found.code, pin="x", now=NOW)[1].is_right


def test_a_code_of_another_commune_does_not_exist_here(home, neighbour):
    found = sent(home)
    with pytest.raises(NotFound):
        open_with_pin(unit_id=neighbour.unit.pk, code=found.code, pin=found.pin, now=NOW)


def test_the_same_form_sent_twice_is_one_case(home):
    uid = uuid7()
    first, second = sent(home, uid=uid), sent(home, uid=uid)
    assert case_of(first).pk == case_of(second).pk
    assert (len(first.pin), second.pin) == (6, "")


def test_the_same_form_sent_again_while_the_first_is_on_its_way_is_one_case(home, monkeypatch):
    uid, first = uuid7(), []

    def meanwhile() -> Pin:
        monkeypatch.setattr(send, "fresh_pin", fresh_pin)
        first.append(sent(home, uid=uid))
        return fresh_pin()

    monkeypatch.setattr(send, "fresh_pin", meanwhile)
    second = sent(home, uid=uid)
    assert (case_of(second).pk, second.pin) == (case_of(first[0]).pk, "")
    with everything("tests"):
        assert Case.objects.count() == Identity.objects.count() == 1


def test_sending_costs_few_statements_however_many_cases_there_are(home, province, django_assert_num_queries):
    local_term(province)
    sent(home)  # kinds of rows are looked up once a process
    for _turn in range(3):
        with django_assert_num_queries(23):
            found = sent(home, held=("links",))
    row = again(case_of(found))
    assert row.intake_duty is not None
    assert row.answer_duty is not None
    assert not Delivery.objects.exists()  # nor has the worker anything to do


def test_feedback_without_a_rule_of_law_shows_no_date_until_the_province_sets_one(home, province):
    assert again(case_of(sent(home))).answer_duty is None
    local_term(province)
    duty = again(case_of(sent(home))).answer_duty
    assert duty is not None
    assert duty.due_on == date(2026, 12, 2)  # seven working days; the 24th is a holiday


def test_a_request_for_information_has_twelve_days(home):
    row = case_of(sent(home, stream="information", category=""))
    duty = again(row).answer_duty
    assert duty is not None
    assert (duty.due_on, duty.rule_keys) == (date(2026, 12, 2), ["INFO_REQ/VN@1"])


@pytest.mark.parametrize(
    ("stream", "contact", "lacking"),
    [
        ("regulation", Contact(name="Hoa"), {"phone", "address"}),
        ("petition", Contact(), {"name", "address"}),
        ("information", HOA, set()),
    ],
)
def test_a_stream_demands_what_its_law_names(home, stream, contact, lacking):
    if not lacking:
        assert sent(home, stream=stream, category="", contact=contact).case
        return
    with pytest.raises(ValidationError) as refused:
        sent(home, stream=stream, category="", contact=contact)
    assert set(refused.value.message_dict) == lacking


def test_feedback_on_regulations_is_never_anonymous_but_a_broken_lamp_may_be(home):
    with pytest.raises(ValidationError) as refused:
        sent(home, stream="regulation", category="", mode=Mode.ANONYMOUS)
    assert set(refused.value.message_dict) == {"mode"}
    assert sent(home, mode=Mode.ANONYMOUS).case


def test_a_complaint_is_guided_to_its_own_way(home):
    with pytest.raises(ValidationError) as refused:
        sent(home, stream="complaint", category="")
    assert "tiếp công dân" in refused.value.message_dict["stream"][0]
    with everything("tests"):
        assert not Case.objects.exists()


def test_a_denunciation_is_no_case_and_nothing_tells_of_it(home):
    found = sent(home, stream="denunciation", category="", text="Ông Mẫu nhận tiền của dân.")
    assert found.case is None
    assert found.pin
    with everything("tests"):
        assert Denunciation.objects.get().text.startswith("Ông Mẫu")
        assert not Case.objects.exists()
        assert not Duty.objects.exists()
        trail = str(list(AuditEntry.objects.values())) + str(list(OutboxMessage.objects.values()))
        assert "Mẫu" not in trail
        assert "Hoa Sen" not in trail


def test_what_looks_like_a_bot_is_held_back_and_its_sender_sees_no_difference(home):
    found = sent(home, held=("links",))
    row = again(case_of(found))
    assert (row.process, row.held_because) == (Process.QUARANTINED, ["links"])
    assert row.intake_duty is not None
    assert row.intake_duty.rule_keys == ["CASE_HELD/VN@1"]
    assert found.pin


def test_departments_get_a_copy_without_personal_data(home):
    row = case_of(sent(home, text="Tôi là Trần Thị Hoa Sen, gọi 0912.345.678. Đèn hỏng."))
    assert "Hoa Sen" not in row.clean_text
    assert "345" not in row.clean_text
    assert "Đèn hỏng" in row.clean_text
    assert "Hoa Sen" in row.text
    assert "Hoa Sen" not in row.subject


def test_nothing_but_the_picture_is_kept_of_a_photo(home):
    files = [IncomingFile("a.jpg", BytesIO(jpeg_with_place())), IncomingFile("b.exe", BytesIO(b"MZ\0\0"))]
    found = sent(home, files=files)
    assert [name for name, _reason in found.left_out] == ["b.exe"]
    with everything("tests"):
        kept = Attachment.objects.get()
        with kept.file.open("rb") as file:
            data = file.read()
    assert b"BI MAT" not in data
    assert b"Exif" not in data
    assert Image.open(BytesIO(data)).size == (1600, 800)


def test_nothing_but_the_sound_is_kept_of_a_voice_note(home):
    words = "Lò Thị Quàm 21.03347".encode()
    notes = [make(words) for make in (sounds.mp3, sounds.opus, sounds.webm)]
    notes.append(sounds.m4a(words, brand=b"mp42"))  # as some phones name sound alone
    film = IncomingFile("phim.mp4", BytesIO(sounds.m4a(words, brand=b"mp42", handler=b"vide")))
    found = sent(home, files=[*(IncomingFile("a", BytesIO(note)) for note in notes), film])
    assert [name for name, _reason in found.left_out] == ["phim.mp4"]
    with everything("tests"):
        kept = list(Attachment.objects.all())
        assert [(row.kind, row.extension) for row in kept] == [
            ("voice", each) for each in ("mp3", "ogg", "webm", "m4a")
        ]
        for row in kept:
            with row.file.open("rb") as file:
                assert words not in file.read()


def vast_png() -> bytes:
    """Some bytes that say they are 3,600 million pixels."""
    out = BytesIO()
    Image.new("L", (2, 2)).save(out, "PNG")
    data = out.getvalue()
    head = b"IHDR" + struct.pack(">II", 60_000, 60_000) + data[24:29]
    return data[:12] + head + struct.pack(">I", zlib.crc32(head)) + data[33:]


def broken_avif() -> bytes:
    out = BytesIO()
    Image.effect_noise((64, 64), 90).save(out, "AVIF")
    return out.getvalue()[:-100]


def broken_exif(at: int, byte: int) -> bytes:
    """A picture on its side whose EXIF block says of a value that it is of another kind."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E], exif[0x0112], exif[0x011A], exif[0x8298] = "nh lng", 6, 72.0, "x"
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG", exif=exif)
    data = bytearray(out.getvalue())
    data[data.index(b"Exif\0\0") + at] = byte
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (vast_png(), Refusal.TOO_MANY_PIXELS),
        (b"II*\0" + bytes(40), Refusal.UNKNOWN_TYPE),
        (broken_avif(), Refusal.BROKEN),
        (broken_exif(43, 1), Refusal.BROKEN),
        (broken_exif(41, 13), Refusal.BROKEN),
        (b"", Refusal.EMPTY),
    ],
)
def test_what_would_exhaust_the_server_or_cannot_be_read_is_refused(data, reason):
    with pytest.raises(Unacceptable) as refused:
        prepare(IncomingFile("a.jpg", BytesIO(data)))
    assert refused.value.reason is reason


def test_an_officer_types_in_a_call_of_yesterday_and_the_clock_counts_from_then(home):
    officer = home.officer
    given = {
        "unit_id": home.unit.pk, "message": message(home, stream="petition", category=""), "contact": HOA,
        "mode": Mode.NAME_HIDDEN, "channel": Channel.PHONE, "uid": uuid7(), "now": NOW,
    }  # fmt: skip
    with use_scope(officer.scope):
        found = enter(by=officer, received_at=NOW - DAY, **given)
        row = again(case_of(found))
        assert row.received_at == NOW - DAY
        assert row.intake_duty is not None
        assert row.intake_duty.started_at == NOW - DAY
        with pytest.raises(ValidationError):
            enter(by=officer, received_at=NOW + DAY, **given | {"uid": uuid7()})
    with use_scope(home.worker.scope), pytest.raises(Forbidden):
        enter(by=home.worker, **given)
    with everything("tests"):
        assert Duty.objects.filter(is_open()).count() == 1
