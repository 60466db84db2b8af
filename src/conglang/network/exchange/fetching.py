"""Ask other portals. Only public addresses of the web, little at a time, and never for long."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from conglang.kernel.clock import now
from conglang.tools.outward import keep_outside, retry_after

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
            wait = retry_after(answer.headers.get("Retry-After", ""), now())
            raise Unreachable(f"HTTP {answer.status_code}", answer.status_code, wait)
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


class _Guarded(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        keep_outside(self.poolmanager)
