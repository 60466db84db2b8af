"""What the desk and the administrator see and do about letters."""

import re

import pytest

from conglang.base.units.scope import everything
from conglang.tools.mailbox import imap
from conglang.tools.mailbox.lines import Failed
from conglang.tools.mailbox.models import KnownSender, Letter, MailAccount, Way
from conglang.tools.mailbox.rules import State, Trouble
from conglang.tools.mailbox.services import fetch as fetching
from conglang.tools.mailbox.tests import corpus
from conglang.tools.mailbox.tests.conftest import simple
from conglang.tools.mailbox.tests.test_fetching import Box

STRANGER = "la@noi-khac.example"
TYPED = {
    "address": "desk@x.example", "way": "password", "host": "imap.x.example", "port": "993", "safety": "tls",
    "password": "bí mật", "folder": "INBOX", "afterwards": "seen", "sends_port": "587",
}  # fmt: skip


def page(answer):
    return answer.content.decode()


def main_of(answer):
    return page(answer).partition("<main")[2].partition("</main")[0]


def test_a_letter_is_shown_as_text_and_its_files_are_only_saved(home, desk):
    harm = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    body = corpus.many(
        "mixed", "b", corpus.words("plain", "utf8-8bit", harm), corpus.FILES["raw"][0],
        corpus.attached(b'filename="x.html"', b"<html><script>1</script>"),
    )  # fmt: skip
    row = home.take(corpus.letter(body, 1, subject=harm))
    desk = desk(home, "desk")
    shown = main_of(desk.get(f"/thu-gui-den/{row.pk}/"))
    assert "&lt;script&gt;" in shown
    assert not re.search(r"<script(?![^>]*src=)|<img|onerror=[^&]*>\s*<", shown.replace("&lt;", ""))
    assert f"/thu-gui-den/{row.pk}/tep/2/" not in shown
    assert desk.get(f"/thu-gui-den/{row.pk}/tep/2/").status_code == 404
    for number, data in ((0, corpus.letter(body, 1, subject=harm)), (1, corpus.JPEG)):
        answer = desk.get(f"/thu-gui-den/{row.pk}/tep/{number}/")
        assert b"".join(answer) == data
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")


def test_a_letter_is_released_or_thrown_away_on_its_page(home, desk):
    desk = desk(home, "desk")
    first, second = (home.take(simple(number, sender=STRANGER)) for number in (1, 2))
    assert main_of(desk.get("/thu-gui-den/")).count("Tin ") == 2
    answer = desk.post(f"/thu-gui-den/{first.pk}/", {"act": "discard", "note": ""})
    assert answer.status_code == 422
    desk.post(f"/thu-gui-den/{first.pk}/", {"act": "discard", "note": "Quảng cáo"})
    desk.post(f"/thu-gui-den/{second.pk}/", {"act": "release", "trusts_sender": "on"})
    with everything("tests"):
        states = list(Letter.objects.order_by("pk").values_list("state", flat=True))
        assert (states, KnownSender.objects.get().address) == ([State.DISCARDED, State.RELEASED], STRANGER)
    assert "Quảng cáo" in main_of(desk.get("/thu-gui-den/?phan=da-bo"))
    assert "Tin 2" in main_of(desk.get("/thu-gui-den/?phan=da-nhan"))
    with everything("tests"):
        sender = KnownSender.objects.get().pk
    assert STRANGER in main_of(desk.get("/thu-gui-den/?phan=nguoi-gui"))
    desk.post("/thu-gui-den/", {"sender": str(sender)})
    assert desk.post("/thu-gui-den/", {"address": "sai"}).status_code == 422
    desk.post("/thu-gui-den/", {"address": "Bac@x.example", "note": "Bác trưởng thôn"})
    with everything("tests"):
        assert KnownSender.objects.get().address == "bac@x.example"


def test_neighbours_and_writers_open_nothing(home, neighbour, desk):
    row = home.take(simple(1, sender=STRANGER))
    for client, status in ((desk(neighbour, "desk"), 404), (desk(home, "writer"), 403)):
        for path in (f"/thu-gui-den/{row.pk}/", f"/thu-gui-den/{row.pk}/tep/0/"):
            assert client.get(path).status_code == status
    assert desk(neighbour, "admin").get(f"/hop-thu/{home.account.pk}/").status_code == 404
    assert desk(home, "desk").get("/hop-thu/").status_code == 403


def test_a_mailbox_is_tried_then_connected_and_its_secret_never_shown(home, desk, monkeypatch):
    box = Box(simple(1))
    box.count = 7
    monkeypatch.setattr(fetching.look, "__kwdefaults__", {"opened": box.opened})
    admin = desk(home, "admin")
    box.ends_at["open", 0] = Failed(Trouble.SLOW)
    tried = admin.post("/hop-thu/moi/", TYPED)
    assert tried.status_code == 422
    assert str(Trouble.SLOW.label) in page(tried)
    assert "bí mật" not in page(tried)
    with everything("tests"):
        assert not MailAccount.objects.filter(way=Way.PASSWORD).exists()
    connected = admin.post("/hop-thu/moi/", TYPED, follow=True)
    assert "7" in main_of(connected)
    assert "bí mật" not in page(connected)
    with everything("tests"):
        row = MailAccount.objects.get(way=Way.PASSWORD)
    box.ends_at["open", 0] = Failed(Trouble.PASSWORD)
    refused = admin.post(f"/hop-thu/{row.pk}/", TYPED | {"password": "", "act": "try"})
    assert refused.status_code == 422
    assert str(Trouble.PASSWORD.label) in page(refused)
    assert box.login.password == "bí mật"
    for act, is_paused in (("pause", True), ("resume", False)):
        admin.post(f"/hop-thu/{row.pk}/", {"act": act})
        with everything("tests"):
            assert (MailAccount.objects.get(pk=row.pk).paused_at is not None) == is_paused


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"host": ""}, "host"),
        ({"host": "imap\r\nx"}, "host"),
        ({"password": ""}, "password"),
        ({"way": "oauth"}, "refresh_token"),
        ({"way": "oauth", "token_url": "file:///etc/passwd"}, "token_url"),
        ({"afterwards": "move"}, "moved_to"),
        ({"folder": 'a" b'}, "folder"),
        ({"address": "tinbai@98001.example"}, "address"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(home, desk, monkeypatch, change, field):
    box = Box()
    box.count = 0
    monkeypatch.setattr(fetching.look, "__kwdefaults__", {"opened": box.opened})
    answer = desk(home, "admin").post("/hop-thu/moi/", TYPED | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_folders_are_quoted_on_the_line():
    assert imap.quoted('a"b\\') == '"a\\"b\\\\"'
    assert imap.xoauth2("a@b", "t") == b"user=a@b\x01auth=Bearer t\x01\x01"
