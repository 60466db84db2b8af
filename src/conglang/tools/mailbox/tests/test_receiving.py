"""What the mail server brings is answered for each recipient, after it is stored; nothing is sent on."""

import asyncio
import smtplib
import socket
from contextlib import suppress

import pytest
from django.db import OperationalError

from conglang.base.units.scope import everything, use_scope
from conglang.tools.mailbox.lmtp import Desk, NotStored, Receiver
from conglang.tools.mailbox.models import Letter
from conglang.tools.mailbox.services import receive_lmtp
from conglang.tools.mailbox.services.keep_account import pause
from conglang.tools.mailbox.tests.conftest import NOW, simple

DESKS = ("a@x.example", "b@x.example")


class Kept(list):
    """Letters in memory; `b` has no room."""

    def store(self, recipient, letter):
        if recipient == DESKS[1]:
            raise NotStored("452 4.3.1 No space")
        self.append((recipient, letter))


def talk(tmp_path, speak, *, most_bytes=100_000):
    """Run `speak(path of the socket)` against a receiver; what was kept."""
    kept, path = Kept(), str(tmp_path / "lmtp")

    async def main():
        receiver = Receiver(Desk(lambda to: to in DESKS, kept.store), most_bytes=most_bytes)
        async with await asyncio.start_unix_server(receiver.session, path):
            await asyncio.to_thread(speak, path)

    asyncio.run(main())
    return kept


def test_a_letter_comes_byte_for_byte_and_each_recipient_is_answered(tmp_path):
    raw = b"Subject: a\r\n\r\n.\r\n..dots\r\n.x\r\n" + "Chào\r\n".encode() + b"y" * 9_000 + b"\r\n"

    def speak(path):
        with smtplib.LMTP(path) as line:
            refused = line.sendmail("x@y.example", [DESKS[0], "ai@do.example"], raw)
            assert {to: code for to, (code, _words) in refused.items()} == {"ai@do.example": 550}
            assert line.esmtp_features["size"] == "100000"
            line.mail("x@y.example")
            for each in DESKS:
                line.rcpt(each)
            assert line.data(raw)[0] == 250
            assert line.getreply() == (452, b"4.3.1 No space")
            line.sendmail("x@y.example", DESKS[0], b"")

    assert talk(tmp_path, speak) == [(DESKS[0], raw), (DESKS[0], raw), (DESKS[0], b"\r\n")]


def test_a_letter_that_is_too_large_is_refused_clearly_and_the_next_one_taken(tmp_path):
    def speak(path):
        with smtplib.LMTP(path) as line:
            with pytest.raises(smtplib.SMTPException, match="552"):
                line.sendmail("x@y.example", DESKS[0], b"a" * 200_000)
            line.ehlo_or_helo_if_needed()
            line.mail("x@y.example")
            line.rcpt(DESKS[0])
            assert line.data(b"a\r\n" * 100_000)[0] == 552
            line.sendmail("x@y.example", DESKS[0], b"b\r\n")

    assert talk(tmp_path, speak) == [(DESKS[0], b"b\r\n")]


def test_what_no_mail_server_says_is_answered_and_does_no_harm(tmp_path):
    def speak(path):
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            line.connect(path)
            answers = line.makefile("rb")
            said = [answers.readline()[:3]]
            for each in (
                b"MAIL FROM:<a@b>", b"DATA", b"RCPT TO:<a@x.example>", b"EHLO x", b"VRFY a", b"NOOP", b"RSET",
                b"MAIL FROM", b"\xff\xfe", b"LHLO x",
            ):  # fmt: skip
                line.sendall(each + b"\r\n")
                said.append(answers.readline()[:3])
            said += [answers.readline()[:3] for _more in range(5)]
            with suppress(ConnectionError):  # it hangs up
                line.sendall(b"x" * 3_000_000)
            said.append(answers.readline()[:3])
            answers.close()
            expected = "220 503 503 503 500 252 250 250 503 500" + 6 * " 250" + " 500"
            assert b" ".join(said).decode() == expected

    assert talk(tmp_path, speak) == []


def test_letters_go_to_the_unit_that_they_are_addressed_to(home, neighbour):
    for to in ("tinbai@98001.example", "TINBAI+anh@98001.example"):
        assert receive_lmtp.takes(to)
        receive_lmtp.store(to, simple(1))
    assert not receive_lmtp.takes("ai@98001.example")
    with everything("tests"):
        assert Letter.objects.get().unit == home.unit
    with use_scope(home.admin.scope):
        pause(by=home.admin, account_id=home.account.pk, now=NOW)
    assert not receive_lmtp.takes("tinbai@98001.example")
    assert receive_lmtp.takes("tinbai@98002.example")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device"), "452"),
        (OSError(5, "Input/output error"), "451"),
        (OperationalError("database is locked"), "451"),
    ],
)
def test_what_cannot_be_stored_now_has_to_come_again(home, monkeypatch, error, code):
    def fail(**_more):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(receive_lmtp, "take_in", fail)
        with pytest.raises(NotStored) as refused:
            receive_lmtp.store("tinbai@98001.example", simple(1))
    assert refused.value.answer.startswith(code)
    receive_lmtp.store("tinbai@98001.example", simple(1))
    with everything("tests"):
        assert Letter.objects.count() == 1
