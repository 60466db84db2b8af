"""Letters of a unit leave by the server of its own mailbox, signed in and encrypted."""

import json
from datetime import UTC, datetime
from email import message_from_bytes
from smtplib import SMTPAuthenticationError

import pytest
from django.core.mail import EmailMessage

from conglang.base.accounts.sealing import seal
from conglang.tools.mailbox import smtp, tokens
from conglang.tools.mailbox.logins import PURPOSE
from conglang.tools.mailbox.models import MailAccount, Way
from conglang.tools.mailbox.tokens import Given
from tests.contracts import dovecot, smtp_peer
from tests.contracts.smtp_peer import PASSWORD, TOKEN, USER


@pytest.fixture
def peer(tmp_path, settings, monkeypatch):
    settings.EXCHANGE_PRIVATE = True
    dovecot.certify(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with smtp_peer.running(tmp_path) as server:
        yield server


def account(peer, password=PASSWORD, **more):
    secret = seal(json.dumps({"password": password, "refresh_token": "r"}), PURPOSE)
    now = datetime(2026, 11, 21, tzinfo=UTC)
    return MailAccount(
        address=USER, user=USER, secret=secret, sends_host="127.0.0.1", sends_port=peer.port,
        added_at=now, next_at=now, **more,
    )  # fmt: skip


def send(row):
    words = {"In-Reply-To": "<1@may.example>"}
    smtp.AccountBackend(row).send_messages(
        [EmailMessage("Re: Tin 1", "Xin hỏi: ở thôn nào?\n.dấu chấm", USER, ["a@may.example"], headers=words)]
    )


def test_a_letter_leaves_signed_in_and_encrypted(peer):
    send(account(peer))
    (raw,) = peer.letters
    letter = message_from_bytes(raw)
    assert (letter["From"], letter["In-Reply-To"]) == (USER, "<1@may.example>")
    said = letter.get_payload(decode=True).decode().replace("\r\n", "\n")
    assert said.strip() == "Xin hỏi: ở thôn nào?\n.dấu chấm"


def test_a_token_of_the_provider_opens_the_way_too(peer, monkeypatch):
    monkeypatch.setattr(tokens, "renew", lambda **_: Given(TOKEN, "r"))
    send(account(peer, way=Way.OAUTH))
    assert len(peer.letters) == 1


def test_a_wrong_password_is_an_error_after_which_it_is_tried_again(peer):
    with pytest.raises(SMTPAuthenticationError):
        send(account(peer, password="sai"))
    assert peer.letters == []


def test_a_server_in_a_private_net_is_reached_only_where_the_operator_allows_it(peer, settings):
    settings.EXCHANGE_PRIVATE = False
    with pytest.raises(ConnectionError):
        send(account(peer))
    assert peer.letters == []
