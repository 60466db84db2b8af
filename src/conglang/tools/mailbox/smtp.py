"""The way out for a unit's own letters: the server of its mailbox (RFC 6409), encrypted."""

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from conglang.tools.mailbox.imap import Login, xoauth2
from conglang.tools.mailbox.lines import SECONDS, Failed, reach
from conglang.tools.mailbox.logins import login_of
from conglang.tools.mailbox.models import MailAccount

ACCEPTED = 235
TLS_PORT = 465  # encrypted from the start; everywhere else after the greeting


class _Starting(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return reach(host, port)


class _Encrypted(_Starting):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = super()._get_socket(host, port, timeout)
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)


class AccountBackend(BaseEmailBackend):
    """Sends messages by the server of an account, signed in as its user. Raises OSError, SMTPException."""

    def __init__(self, account: MailAccount, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.account = account

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """All of them over one line."""
        try:
            login, host = login_of(self.account), self.account.sends_host
            port = self.account.sends_port
            with (_Encrypted if port == TLS_PORT else _Starting)(host, port, timeout=SECONDS) as line:
                if port != TLS_PORT:
                    line.starttls(context=ssl.create_default_context())
                _sign_in(line, login)
                for message in email_messages:
                    line.send_message(message.message(), message.from_email, message.recipients())
        except Failed as failed:  # whoever sends mails tries again after these only
            raise ConnectionError(failed.trouble) from failed
        return len(email_messages)


def _sign_in(line: smtplib.SMTP, login: Login) -> None:
    """As smtplib does, but with passwords in any letters. Raises SMTPAuthenticationError."""
    line.ehlo()
    user, password = login.user.encode(), login.password.encode()
    if login.token:
        said = line.docmd("AUTH", f"XOAUTH2 {_packed(xoauth2(login.user, login.token))}")
    elif "PLAIN" in line.esmtp_features.get("auth", "").split():
        said = line.docmd("AUTH", f"PLAIN {_packed(bytes(1) + user + bytes(1) + password)}")
    else:
        line.docmd("AUTH", f"LOGIN {_packed(user)}")
        said = line.docmd(_packed(password))
    if said[0] != ACCEPTED:
        raise smtplib.SMTPAuthenticationError(*said)


def _packed(words: bytes) -> str:
    return b64encode(words).decode()
