"""What is sent arrives once, whole, and stays as it was sent."""

import hashlib
import json

import pytest
from django.db import DatabaseError, transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Membership
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.tests.word import tcvn3
from conglang.content.submissions.models import Channel, Original, Part, Submission
from conglang.content.submissions.rules import State
from conglang.content.submissions.services.decide import let_in
from conglang.content.submissions.services.receive import receive
from conglang.content.submissions.tests.conftest import NOW, again, file, jpeg, send, story
from conglang.kernel.ids import uuid7
from conglang.tools.media.models import Document, Image

VOICE = b"\x1aE\xdf\xa3" + b"\x00" * 20 + b"webm" + b"\x00" * 100


def originals(row: Submission) -> dict[str, Original]:
    with everything("tests"):
        return {each.name: each for each in row.originals.all()}


def test_the_original_is_kept_with_a_hash_that_names_every_file(home):
    row = send(home, files=[file("anh.jpg", jpeg()), file("loi.webm", VOICE)])
    kept = originals(row)
    assert {each.part for each in kept.values()} == {Part.WORDS, Part.PICTURE, Part.RECORDING}
    words = kept["noi-dung.json"]
    with words.file.open("rb") as stored:
        data = stored.read()
    assert hashlib.sha256(data).hexdigest() == words.sha256
    said = json.loads(data)
    assert said["title"] == "Bà con ấp Tân Hòa vá đường"
    assert {each["sha256"] for each in said["files"]} == {kept["anh.jpg"].sha256, kept["loi.webm"].sha256}


@pytest.mark.postgres
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_touch_an_original(home, change):
    send(home)
    changes = {"sha256": "0" * 64} if change == "update" else {}
    with everything("tests"), pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        getattr(Original.objects.all(), change)(**changes)


def test_sending_again_makes_one_submission(home):
    uid = uuid7()
    first = send(home, uid=uid)
    assert send(home, uid=uid, story=story(title="Khác")).pk == first.pk
    with everything("tests"):
        assert Submission.objects.count() == 1
    with pytest.raises(Forbidden):
        send(home, by=home.colleague, uid=uid)


def test_old_letters_become_unicode_and_the_original_keeps_them(home):
    text = "Sáng nay hai mươi hộ dân cùng nhau vá lại đoạn đường đầu ấp để trẻ em đi học dễ hơn."
    row = send(home, story=story(title=tcvn3("Vá đường"), text=tcvn3(text)))
    assert row.text == text
    assert row.title == "Vá đường"
    with originals(row)["noi-dung.json"].file.open("rb") as stored:
        assert json.loads(stored.read())["text"] == tcvn3(text)


def test_a_file_that_cannot_be_kept_stops_nothing_and_is_named(home):
    row = send(home, files=[file("cai.exe", b"MZ\x00\x01\x02"), file("anh.jpg", jpeg())])
    assert [name for name, _reason in row.left_out] == ["cai.exe"]
    assert "anh.jpg" in originals(row)


def test_what_has_no_title_is_named_by_its_first_line(home):
    assert send(home, story=story(title="", text="Mất điện.\nTừ sáng.")).title == "Mất điện."
    assert send(home, story=story(title="", text="")).title == "—"


def test_files_of_strangers_enter_the_library_only_when_the_desk_lets_them_in(home):
    mailbox = Actor.system("Hộp thư")
    with everything("a letter comes"):
        row = receive(
            by=mailbox, unit_id=home.unit.pk, channel=Channel.MAIL, uid=uuid7(), story=story(), now=NOW,
            files=[file("anh.jpg", jpeg()), file("bai.pdf", b"%PDF-1.4")], quarantined_because="Người gửi lạ",
        )  # fmt: skip
        assert (row.state, row.sender_id) == (State.QUARANTINED, None)
        assert not Image.objects.exists()
        assert not Document.objects.exists()
    with use_scope(home.desk.scope):
        let_in(by=home.desk, submission_id=row.pk, now=NOW)
        assert Image.objects.get().alt_text
        assert Document.objects.get().extension == "pdf"
    assert again(row).state == State.NEW


def test_whoever_is_in_charge_of_the_field_is_known(home):
    assert not send(home).in_charge
    with everything("tests"):
        held = Membership.objects.filter(user=home.writer.user_id)
        held.update(fields_of_work=["Giao thông"])
    assert send(home).in_charge
    assert not send(home, channel=Channel.PAPER).in_charge


def test_nobody_sends_to_a_strange_unit(home, neighbour):
    with use_scope(home.writer.scope), pytest.raises(NotFound):
        receive(
            by=home.writer,
            unit_id=neighbour.unit.pk,
            channel=Channel.PHONE,
            uid=uuid7(),
            story=story(),
            now=NOW,
        )
