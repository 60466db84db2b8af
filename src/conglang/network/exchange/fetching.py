"""Ask other portals. Only public addresses of the web, little at a time, and never for long."""

import ipaddress
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

BYTES_MOST = 4 * 1024 * 1024
SECONDS = 10  # for each step of the net
SECONDS_IN_ALL = 30
MOST_REDIRECTS = 5
AGENT = "CongLang (trang thong tin dien tu cap xa)"
_LINK = re.compile(r"<([^>]*)>\s*((?:;[^,]*)*)")
_REL = re.compile(r";\s*rel\s*=\s*\"?([a-z -]+)", re.IGNORECASE)


class Unreachable(Exception):
    """The other side does not answer as it should. `code` is its status, 0 when there was no answer."""

    def __init__(self, message: str, code: int = 0, wait: timedelta | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.wait = wait


@dataclass(frozen=True)
class Answer:
    """What came; `data` is None when nothing changed since the last time."""

    url: str
    data: bytes | None
    content_type: str
    etag: str
    modified: str
    links: tuple[tuple[str, str], ...]


def fetch(url: str, *, etag: str = "", modified: str = "") -> Answer:
    """GET with the conditions of the last answer. Raises Unreachable."""
    headers = {"Accept": "application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.1"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    with _asking() as session, session.get(url, headers=headers, timeout=SECONDS, stream=True) as answer:
        if answer.status_code == requests.codes.not_modified:
            return Answer(answer.url, None, "", etag, modified, ())
        if answer.status_code != requests.codes.ok:
            raise Unreachable(f"HTTP {answer.status_code}", answer.status_code, _wait(answer))
        return Answer(
            answer.url,
            _body(answer),
            answer.headers.get("Content-Type", ""),
            answer.headers.get("ETag", "")[:300],
            answer.headers.get("Last-Modified", "")[:100],
            links_in(answer.headers.get("Link", "")),
        )


def post(url: str, form: dict[str, str]) -> int:
    """Send a form; returns the status. Raises Unreachable when there was no answer."""
    with (
        _asking() as session,
        session.post(url, data=form, timeout=SECONDS, stream=True, allow_redirects=False) as answer,
    ):
        return int(answer.status_code)


def links_in(header: str) -> tuple[tuple[str, str], ...]:
    """Pairs of relation and address in a Link header (RFC 8288)."""
    found = []
    for address, parameters in _LINK.findall(header):
        relation = _REL.search(parameters)
        found += [(rel, address.strip()) for rel in (relation[1].lower().split() if relation else [])]
    return tuple(found)


def _body(answer: requests.Response) -> bytes:
    """The body, decompressed; a body that grows or dawdles beyond the limits is cut off with an error."""
    data, end = b"", time.monotonic() + SECONDS_IN_ALL
    for part in answer.iter_content(64 * 1024):
        data += part
        if len(data) > BYTES_MOST:
            raise Unreachable("the answer is too large")
        if time.monotonic() > end:
            raise Unreachable("the answer takes too long")
    return data


def _wait(answer: requests.Response) -> timedelta | None:
    """What Retry-After asks for, in either of its two forms."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit() and len(said) < 8:
        return timedelta(seconds=int(said))
    try:
        return max(parsedate_to_datetime(said) - datetime.now(UTC), timedelta(0))
    except (TypeError, ValueError):
        return None


@contextmanager
def _asking() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.max_redirects = MOST_REDIRECTS
        session.headers["User-Agent"] = AGENT
        session.adapters.clear()
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Guarded())
        try:
            yield session
        except (requests.RequestException, UnicodeError, ValueError) as error:
            raise Unreachable(str(error)[:200] or type(error).__name__) from error


def _refuse_private(connection: HTTPConnection, sock: Any) -> Any:
    """Look at the address that was really reached: names can change between a look-up and its use."""
    address = ipaddress.ip_address(sock.getpeername()[0].partition("%")[0])
    if not (settings.EXCHANGE_PRIVATE or address.is_global):
        sock.close()
        raise NewConnectionError(connection, "the address is not on the public net")
    return sock


class _GuardedHTTP(HTTPConnection):
    def _new_conn(self) -> Any:
        return _refuse_private(self, super()._new_conn())


class _GuardedHTTPS(HTTPSConnection):
    def _new_conn(self) -> Any:
        return _refuse_private(self, super()._new_conn())


class _Pool(HTTPConnectionPool):
    ConnectionCls = _GuardedHTTP


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPS


class _Guarded(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}
