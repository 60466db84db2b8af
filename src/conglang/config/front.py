"""The raw layer in front of Django: files, limits, true addresses, a pool of threads that nobody floods."""

import ipaddress
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import translation

from conglang.config.bodies import Body, Gone, TooLarge, drain
from conglang.config.files import (
    SECURITY,
    Application,
    FileFolder,
    Headers,
    Message,
    Receive,
    Scope,
    Send,
    send_file,
)
from conglang.config.pages import ASKED, FOR_THE_STORE, StoredPages
from conglang.config.visits import Visits, Watched, may_count
from conglang.tools.pagestore.slot import ADDRESS as URGENT

logger = logging.getLogger(__name__)

ALIVE = "/-/alive"  # for the supervisor and for a proxy in front
RETRY_SECONDS = 5
WAITING_PER_THREAD = 8  # requests that may wait for each thread; more would only grow old in the queue
KNOWN_ADDRESSES = 1024
MOST_INCOMING = 64  # bodies that may be on their way at once, each with its space on the disk
_BROKEN = re.compile(r"[\x00-\x1f\x7f\ufffd]")
_FORWARDED = (b"forwarded", b"x-real-ip")
_PAGE: Headers = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'self'; base-uri 'none'; object-src 'none'"),
    *SECURITY,
]


@dataclass(frozen=True)
class Limits:
    """What the front accepts."""

    body_bytes: int
    threads: int
    trusted_proxies: tuple[str, ...] = ()


class Front:
    """ASGI application: answers files and refusals itself and hands the rest to Django's threads."""

    def __init__(
        self,
        django: Application,
        folders: Iterable[FileFolder],
        limits: Limits,
        pages: StoredPages | None = None,
        visits: Visits | None = None,
    ) -> None:
        self.django = django
        self.folders = tuple(folders)
        self.prefixes = tuple(each.prefix for each in self.folders)
        self.limits = limits
        self.pages = pages
        self.visits = visits
        self.most_running = limits.threads * (1 + WAITING_PER_THREAD)
        self.running = 0
        self.incoming = 0
        self.proxies = [ipaddress.ip_network(text, strict=False) for text in limits.trusted_proxies]
        self._trusts = lru_cache(maxsize=KNOWN_ADDRESSES)(self._is_proxy)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.django(scope, receive, send)
            return
        path: str = scope["path"]
        if _BROKEN.search(path):
            await refuse(send, 400, scope)
        elif path == ALIVE:
            await _plain(send, b"ok")
        elif path.startswith(self.prefixes):
            folder = next(each for each in self.folders if path.startswith(each.prefix))
            await self.file(folder, scope, send)
        elif self.pages is None:
            await self.visit(scope, receive, send)
        elif path == URGENT:
            await self.pages.answer_notice(scope, send)
        elif asking := self.pages.asking(scope, scheme=self.scheme(scope)):
            ask_view = lambda: self.visit(scope, receive, send)  # noqa: E731
            if await self.pages.answer(asking, send, self.for_all, ask_view):
                self.count(scope)
        else:
            await self.visit(scope, receive, send)

    async def file(self, folder: FileFolder, scope: Scope, send: Send) -> None:
        """A file of one of the folders, or a 404."""
        found = folder.find(scope["path"])
        if scope["method"] not in ("GET", "HEAD"):
            await _plain(send, b"", status=405, extra=[(b"allow", b"GET, HEAD")])
        elif found is None:
            await refuse(send, 404, scope)
        else:
            await send_file(found, scope, send)

    async def for_all(self, scope: Scope, send: Send) -> None:
        """Django's answer to a request of our own."""
        await self.page(scope, _empty, send)

    async def visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Django's answer to a visitor, counted when it was a page."""
        if self.visits is None or not may_count(scope):
            await self.page(scope, receive, send)
            return
        watched = Watched(send)
        await self.page(scope, receive, watched.send)
        if watched.is_shown:
            self.count(scope)

    def count(self, scope: Scope) -> None:
        """Count a page that was sent."""
        if self.visits is not None and may_count(scope):
            host = (scope.get("client") or ("",))[0]
            trusted = bool(self.proxies) and self._trusts(host)
            address = self._visitor(scope["headers"], host) if trusted else host
            self.visits.note(scope, address, is_trusted=trusted)

    def scheme(self, scope: Scope) -> str:
        """The scheme of the browser's own connection."""
        for name, value in scope["headers"]:
            if name == b"x-forwarded-proto" and self._trusts((scope.get("client") or ("",))[0]):
                return str(value.decode("latin-1"))
        return str(scope.get("scheme", "http"))

    async def page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Django's answer; the body is taken in before a thread is."""
        headers = dict(scope["headers"])
        declared = headers.get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > self.limits.body_bytes:
            waits = b"100-continue" in headers.get(b"expect", b"").lower()
            await refuse(send, 413, scope, None if waits else receive)
            return
        with Body(self.limits.body_bytes) as body:
            try:
                if self._full() or not await self._take(body, receive, counted=_has_body(headers)):
                    await refuse(send, 503, scope, extra=[(b"retry-after", str(RETRY_SECONDS).encode())])
                    return
            except TooLarge:
                await refuse(send, 413, scope, receive)
                return
            except Gone:
                logger.debug("%s left before the request was whole", scope.get("client"))
                return
            self.running += 1
            try:
                await self.django(self.told(scope, body.size), body.receive, send)
            finally:
                self.running -= 1

    async def _take(self, body: Body, receive: Receive, *, counted: bool) -> bool:
        """Take the body in; False when the installation is too busy for it, or got so meanwhile."""
        if counted and self.incoming >= MOST_INCOMING:
            return False
        self.incoming += counted
        try:
            await body.take(receive)
        finally:
            self.incoming -= counted
        return not self._full()

    def _full(self) -> bool:
        return self.running >= self.most_running

    def told(self, scope: Scope, size: int) -> Scope:
        """The scope with the visitor's true address and length, without what a visitor may not say."""
        asked: Headers = scope["headers"]
        told = dict(scope)
        host, port = scope.get("client") or ("", 0)
        trusted = self._trusts(host)
        if trusted:
            told["client"] = (self._visitor(asked, host), port)
        told["headers"] = [
            (name, value)
            for name, value in asked
            # WSGI turns "-" and "_" into the same letter, which would let x_forwarded_proto slip in
            if b"_" not in name
            and name not in (*_FORWARDED, b"content-length", b"transfer-encoding")
            and not name.startswith(b"x-conglang-")  # those are said by us
            and (not name.startswith(b"x-forwarded-") or (trusted and name == b"x-forwarded-proto"))
        ]
        if size or scope["method"] in ("POST", "PUT", "PATCH"):
            told["headers"].append((b"content-length", str(size).encode()))
        if scope.get(FOR_THE_STORE):
            told["headers"].append(ASKED)
        return told

    def _visitor(self, headers: Headers, peer: str) -> str:
        """The nearest address that is no proxy of ours; what stands before it is the visitor's own claim."""
        line = ",".join(value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for")
        for text in reversed([part.strip() for part in line.split(",") if part.strip()]):
            address = _address(text[:64])  # no address is longer
            if not address:
                break
            peer = address
            if not self._trusts(address):
                break
        return peer

    def _is_proxy(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self.proxies)


@lru_cache(maxsize=KNOWN_ADDRESSES)  # reading one costs as much as finding a stored page
def _address(text: str) -> str:
    """An address in its usual spelling; "" for what is none."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


async def _empty() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _has_body(headers: dict[bytes, bytes]) -> bool:
    return headers.get(b"content-length", b"0").strip(b"0") != b"" or b"transfer-encoding" in headers


async def refuse(
    send: Send,
    status: int,
    scope: Scope,
    receive: Receive | None = None,
    *,
    extra: Iterable[tuple[bytes, bytes]] = (),
) -> None:
    """A page that says what is wrong; with `receive`, the rest of the body is read on for a while."""
    page = error_page(status)
    headers = [*_PAGE, *extra, (b"content-length", str(len(page)).encode())]
    if status == 413:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = b"" if scope["method"] == "HEAD" else page
    await send({"type": "http.response.body", "body": body, "more_body": receive is not None})
    if receive is not None:
        await drain(receive)
        await send({"type": "http.response.body", "body": b""})


@lru_cache
def error_page(status: int) -> bytes:
    """The house's page for a status, in Vietnamese; it needs no database."""
    with translation.override("vi"):
        return render_to_string("ui/error.html", {"status": status}).encode()


async def _plain(send: Send, text: bytes, *, status: int = 200, extra: Headers | None = None) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), *SECURITY, *(extra or [])]
    headers.append((b"content-length", str(len(text)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
