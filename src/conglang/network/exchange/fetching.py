"""Ask other portals. Only public addresses of the web, little at a time, and never for long."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import requests
import urllib3.exceptions as wire
from requests.adapters import HTTPAdapter

from conglang.kernel.clock import now
from conglang.network.exchange.rules import Fault
from conglang.tools.outward import NotPublic, Turn, at_most, keep_outside, retry_after

logger = logging.getLogger(__name__)

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
    with _asking() as (session, turn), _followed(session, turn, url, headers) as answer:
        if answer.status_code == requests.codes.not_modified:
            return Answer(answer.url, None, "", etag, modified, ())
        if answer.status_code != requests.codes.ok:
            wait = retry_after(answer.headers.get("Retry-After", ""), now())
            raise Unreachable(f"HTTP {answer.status_code}", answer.status_code, wait)
        return Answer(
            answer.url,
            _body(answer, turn),
            answer.headers.get("Content-Type", ""),
            answer.headers.get("ETag", "")[:300],
            answer.headers.get("Last-Modified", "")[:100],
            links_in(answer.headers.get("Link", "")),
        )


def post(url: str, form: dict[str, str]) -> int:
    """Send a form; returns the status. Raises Unreachable when there was no answer."""
    with (
        _asking() as (session, _turn),
        session.post(url, data=form, timeout=SECONDS, stream=True) as answer,
    ):
        return int(answer.status_code)


def links_in(header: str) -> tuple[tuple[str, str], ...]:
    """Pairs of relation and address in a Link header (RFC 8288)."""
    found = []
    for address, parameters in _LINK.findall(header):
        relation = _REL.search(parameters)
        found += [(rel, address.strip()) for rel in (relation[1].lower().split() if relation else [])]
    return tuple(found)


def _followed(session: requests.Session, turn: Turn, url: str, headers: dict[str, str]) -> requests.Response:
    """What the address leads to. Bodies on the way are not read: they may have no end."""
    for _redirect in range(MOST_REDIRECTS + 1):
        answer = session.get(url, headers=headers, timeout=SECONDS, stream=True)
        target = session.get_redirect_target(answer)
        if not target:
            return answer
        answer.close()
        turn.hang_up()
        url = urljoin(answer.url, target)
    raise Unreachable(Fault.LED_ON)


def _body(answer: requests.Response, turn: Turn) -> bytes:
    """The body, decompressed; a body that grows or dawdles beyond the limits is cut off with an error."""
    data = b""
    for part in answer.iter_content(64 * 1024):
        data += part
        if len(data) > BYTES_MOST:
            raise Unreachable(Fault.TOO_LARGE)
    if turn.is_over:  # a cut line may look like an end
        raise Unreachable(Fault.TOO_SLOW)
    return data


@contextmanager
def _asking() -> Iterator[tuple[requests.Session, Turn]]:
    with at_most(SECONDS_IN_ALL) as turn, _Session() as session:
        session.trust_env = False
        session.headers["User-Agent"] = AGENT
        session.adapters.clear()
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Guarded())
        try:
            yield session, turn
        except (requests.RequestException, UnicodeError, ValueError) as error:
            # the words of libraries are for whoever runs the system, not for the officials' screens
            logger.info("a portal could not be read: %s", str(error)[:500])
            raise Unreachable(Fault.TOO_SLOW if turn.is_over else _fault(error)) from error


def _fault(error: Exception) -> Fault:
    """Which of our faults the error of the libraries is."""
    first = error.args[0] if error.args else None
    beneath = getattr(first, "reason", first)
    if isinstance(beneath, NotPublic):
        return Fault.NOT_PUBLIC
    if isinstance(beneath, wire.NameResolutionError):
        return Fault.NO_SUCH_NAME
    if isinstance(error, requests.exceptions.SSLError):
        return Fault.UNSAFE
    if isinstance(error, requests.Timeout) or isinstance(beneath, wire.ReadTimeoutError):
        return Fault.TOO_SLOW
    # what is left of ValueError and UnicodeError are addresses that cannot be read
    return Fault.NO_ADDRESS if isinstance(error, ValueError) else Fault.NO_CONNECTION


class _Session(requests.Session):
    def resolve_redirects(self, *_args: Any, **_kwargs: Any) -> Iterator[Any]:
        """Leave redirects to us: whether it follows them or not, it reads their bodies whole."""
        return iter(())


class _Guarded(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        keep_outside(self.poolmanager)
