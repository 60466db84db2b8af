"""A visitor, and an official who signs in, over plain HTTP."""

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

DESK = "ban-lam-viec.localhost"
LOGIN = "/tai-khoan/dang-nhap/"


@dataclass(frozen=True)
class Answer:
    """Of the server."""

    status: int
    text: str
    cookies: SimpleCookie
    location: str


def fetch(port: int, host: str, place: str, form: dict[str, str] | None = None, cookies: str = "") -> Answer:
    """One request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Host": f"{host}:{port}", "Cookie": cookies}
    body = None
    if form is not None:
        body = urlencode(form)
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{host}:{port}"}
    connection.request("GET" if form is None else "POST", place, body, headers)
    answer = connection.getresponse()
    jar = SimpleCookie()
    for value in answer.headers.get_all("Set-Cookie") or ():
        jar.load(value)
    text = answer.read().decode(errors="replace")
    connection.close()
    return Answer(answer.status, text, jar, answer.getheader("Location", ""))


@dataclass
class Desk:
    """Somebody at the desk; signs in when made. `account` is a row of `demo-accounts.json`."""

    port: int
    account: dict[str, Any]
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        secret = self.account["totp_secret"]
        answer = self._send(LOGIN, {"login": self.account["username"], "password": self.account["password"]})
        if secret:
            answer = self._send(urlsplit(answer.location).path, {"code": code_at(secret, time.time())})
        if answer.status != 302:
            raise SystemExit("signing in did not work")

    def get(self, place: str) -> Answer:
        """A page."""
        answer = fetch(self.port, DESK, place, cookies=self._jar())
        self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
        return answer

    def _send(self, place: str, form: dict[str, str]) -> Answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(place).text)
        if token is None:
            raise SystemExit(f"{place} has no form")
        answer = fetch(self.port, DESK, place, form | {"csrfmiddlewaretoken": token[1]}, self._jar())
        self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
        return answer

    def _jar(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def code_at(secret: str, at: float) -> str:
    """The code of an authenticator app (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 0xF
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
