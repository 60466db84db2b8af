"""Access tokens from a provider (OAuth 2, RFC 6749 §6): a stored refresh token buys one for an hour."""

import json
import socket
import ssl
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from conglang.tools.mailbox.lines import SECONDS, Failed, reach, told_apart
from conglang.tools.mailbox.rules import Trouble

ANSWER_BYTES = 64 * 1024


@dataclass(frozen=True)
class Given:
    """What the provider gave; the refresh token is another one where it changes them."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)


def renew(*, url: str, client_id: str, client_secret: str, refresh: str) -> Given:
    """A fresh access token. Raises Failed."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": client_id}
    form |= {"client_secret": client_secret} if client_secret else {}
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    with told_apart():
        try:
            answer = _post(_connection(parts.scheme, parts.hostname or "", parts.port), path or "/", form)
        except (HTTPException, ValueError):
            raise Failed(Trouble.TOKEN) from None
    if not isinstance(answer.get("access_token"), str):
        raise Failed(Trouble.TOKEN)
    return Given(answer["access_token"], str(answer.get("refresh_token") or refresh))


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        return _Encrypted(host, port, timeout=SECONDS, context=ssl.create_default_context())
    if not settings.EXCHANGE_PRIVATE:  # secrets go unencrypted within a private net at most
        raise Failed(Trouble.CERTIFICATE)
    return _Open(host, port, timeout=SECONDS)


def _post(connection: HTTPConnection, path: str, form: dict[str, str]) -> dict[str, Any]:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    try:
        connection.request("POST", path, urlencode(form), headers)
        answer = connection.getresponse()
        found = json.loads(answer.read(ANSWER_BYTES))
        return found if answer.status == 200 and isinstance(found, dict) else {}
    finally:
        connection.close()


def _line(address: tuple[str, int], *_timeout: object) -> socket.socket:
    return reach(*address)


class _Open(HTTPConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = _line


class _Encrypted(HTTPSConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = _line
