"""Stored pages, answered before Django: from memory, from the disk, or rendered once for all who ask.

What is rendered for the store sees nothing of the visitor: no cookie, no language, no address. Other requests
for the same page are answered by the view as ever.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from conglang.config.files import SECURITY, Headers, Message, Scope, Send, encodings_in
from conglang.tools.pagestore.files import PLAIN, PageFiles, PageKey, Stored, compressed, is_host
from conglang.tools.pagestore.rules import storable
from conglang.tools.pagestore.slot import NOTICE_HEADERS, UrgentFiles, filled
from conglang.tools.pagestore.stored import ASKS, KEEP

logger = logging.getLogger(__name__)

FOR_THE_STORE = "for_the_store"  # key of a scope: this request is the front's own
MEMORY_BYTES = 32 * 1024 * 1024
OTHERS_SECONDS = 15.0  # how long another process may take for a page before we render it too
LOOK_SECONDS = 0.02
LONGEST_NAME = 1000  # of an address or a header by which an answer is known; longer ones are none of ours

Render = Callable[[Scope, Send], Awaitable[None]]
_PORTS = {"http": b"80", "https": b"443"}
# of a stored answer these are told anew each time, or mean one visitor
_NOT_STORED = {
    b"cache-control", b"content-encoding", b"content-length", b"connection", b"date", b"etag", b"server",
    b"set-cookie", b"vary", KEEP.lower().encode(),
}  # fmt: skip
# Only in HTML the urgent slot may be filled; the others write "<" in such a way that they have no slot.
_STORED_TYPES = (
    b"text/html", b"text/plain", b"application/json", b"application/feed+json", b"application/xml",
    b"application/rss+xml", b"application/atom+xml", b"application/opensearchdescription+xml",
)  # fmt: skip


class Asking(NamedTuple):
    """A request for a page that may be stored."""

    key: PageKey
    encoding: str
    known: bytes  # If-None-Match
    is_head: bool
    is_personal: bool  # carries a cookie or a password


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer as it is sent, again and again."""

    start: Message
    body: Message
    unchanged: Message
    etag: bytes
    size_bytes: int


@dataclass(slots=True)
class Rendered:
    """Django's answer to a request of the front's own."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""

    async def send(self, message: Message) -> None:
        """Take a message of the answer in."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        else:
            self.body += message.get("body", b"")

    @property
    def may_be_kept(self) -> bool:
        """Whether the view, and everything on the way out, made an answer that holds for all visitors."""
        told = {name.lower(): value.lower() for name, value in self.headers}
        vary = {part.strip() for part in told.get(b"vary", b"").split(b",")} - {b"", b"accept-encoding"}
        return (
            self.status == 200
            and KEEP.lower().encode() in told
            and b"set-cookie" not in told
            and not vary
            and told.get(b"content-type", b"").startswith(_STORED_TYPES)
            and not re.search(rb"private|no-store", told.get(b"cache-control", b""))
        )

    @property
    def page(self) -> Stored:
        """What is stored of it."""
        kept = [(name, value) for name, value in self.headers if name.lower() not in _NOT_STORED]
        return Stored(kept, self.body)


class StoredPages:
    """The hook of the front: `asking` tells whether a request is of this kind, `answer` answers it."""

    def __init__(self, files: PageFiles, urgent: UrgentFiles, *, is_stored: Callable[[str], bool]) -> None:
        self.files = files
        self.urgent = urgent
        self.is_stored = is_stored
        self.memory: OrderedDict[tuple[PageKey, str, str, str], Ready] = OrderedDict()
        self.memory_bytes = 0
        self.flights: dict[tuple[PageKey, str], asyncio.Task[Rendered | None]] = {}

    def asking(self, scope: Scope, *, scheme: str) -> Asking | None:
        """What is asked for, if stored bytes may be the answer."""
        if scope["method"] not in ("GET", "HEAD"):
            return None
        hosts, accepted, known, is_personal = [], b"", b"", False
        for name, value in scope["headers"]:
            if name == b"host":
                hosts.append(value)
            elif name == b"accept-encoding":
                accepted = value
            elif name == b"if-none-match":
                known = value
            elif name in (b"cookie", b"authorization"):
                is_personal = True
        # of two hosts Django might believe the other one
        if len(hosts) != 1 or len(hosts[0]) + len(scope["path"]) + len(scope["query_string"]) > LONGEST_NAME:
            return None
        key = _key(hosts[0], scheme, scope.get("server"), scope["path"], scope["query_string"])
        if key is None:
            return None
        encoding = _encoding(accepted) if len(accepted) <= LONGEST_NAME else PLAIN
        return Asking(key, encoding, known, scope["method"] == "HEAD", is_personal)

    async def answer(self, asking: Asking, send: Send, render: Render, ask_view: Callable[[], Any]) -> bool:
        """Send the page as it is now; `render` asks Django for all, `ask_view` for this visitor alone.

        Tells whether it was a page of the store.
        """
        key = asking.key
        # read before anything is rendered: what changes from here on makes another generation
        generation, notice = self.files.generation(key.host), self.urgent.version(key.host)
        ready = self._find(asking, generation, notice)
        if ready is None and not asking.is_personal and self.is_stored(key.path):
            rendered = await self._render_once(key, generation, render)
            ready = self._find(asking, generation, notice)
            if ready is None and rendered is not None:
                body = filled(rendered.body, self.urgent.text(key.host, notice))
                ready = _ready(rendered.page.headers, body, PLAIN, rendered.status)
        if ready is None:
            await ask_view()
            return False
        await _send(ready, asking, send)
        return bool(ready.start["status"] == 200)

    async def answer_notice(self, scope: Scope, send: Send) -> None:
        """The urgent notices of a host alone, for pages that are open; empty on most days."""
        told = dict(scope["headers"])
        host = told.get(b"host", b"").partition(b":")[0].decode("latin-1").lower()
        version = self.urgent.version(host) if is_host(host) else ""
        etag = f'"{version}"'.encode()
        body = self.urgent.text(host, version)
        headers = [*NOTICE_HEADERS, (b"etag", etag), *SECURITY]
        if etag in told.get(b"if-none-match", b""):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _find(self, asking: Asking, generation: str, notice: str) -> Ready | None:
        """The answer from memory or disk; one of a generation never changes."""
        if not generation:
            return None
        name = (asking.key, generation, notice, asking.encoding)
        ready = self.memory.get(name)
        if ready is not None:
            self.memory.move_to_end(name)
            return ready
        # with a notice the stored compressed forms do not fit
        stored = self.files.read(asking.key, generation, PLAIN if notice else asking.encoding)
        if stored is None:
            return None
        body = stored.body
        if notice:
            body = compressed(filled(body, self.urgent.text(asking.key.host, notice)), asking.encoding)
        ready = _ready(stored.headers, body, asking.encoding)
        self._remember(name, ready)
        return ready

    def _remember(self, name: tuple[PageKey, str, str, str], ready: Ready) -> None:
        self.memory[name] = ready
        self.memory_bytes += ready.size_bytes
        while self.memory_bytes > MEMORY_BYTES:
            _name, oldest = self.memory.popitem(last=False)
            self.memory_bytes -= oldest.size_bytes

    async def _render_once(self, key: PageKey, generation: str, render: Render) -> Rendered | None:
        """Django's answer, asked for once; None when another process stored the page meanwhile."""
        flight = self.flights.get((key, generation))
        if flight is None:
            flight = asyncio.create_task(self._render(key, generation, render))
            self.flights[key, generation] = flight
            flight.add_done_callback(lambda done: self._landed((key, generation), done))
        # the first to ask may leave; the others still wait
        return await asyncio.shield(flight)

    def _landed(self, name: tuple[PageKey, str], flight: asyncio.Task[Rendered | None]) -> None:
        del self.flights[name]
        if not flight.cancelled():
            flight.exception()  # told to those who wait, if any still do

    async def _render(self, key: PageKey, generation: str, render: Render) -> Rendered | None:
        held = await self._turn(key, generation) if generation else None
        try:
            if generation and self.files.read(key, generation, PLAIN):
                return None
            rendered = Rendered()
            logger.debug("rendering %s", key)
            await render(scope_for_all(key), rendered.send)
            if rendered.may_be_kept:
                if generation:
                    await asyncio.to_thread(self.files.write, key, generation, rendered.page)
                else:  # a site of ours, as Django has just said; the next visitor's page is stored
                    self.files.renew([key.host])
            return rendered
        finally:
            if held is not None:
                self.files.unlock(held)

    async def _turn(self, key: PageKey, generation: str) -> int | None:
        """Wait while another process renders the page; a lock, or None when it is there or late."""
        loop = asyncio.get_running_loop()
        end = loop.time() + OTHERS_SECONDS
        while (held := self.files.lock(key, generation)) is None and loop.time() < end:
            await asyncio.sleep(LOOK_SECONDS)
            if self.files.read(key, generation, PLAIN):
                return None
        return held


@lru_cache(maxsize=4096)  # the same pages are asked for again and again
def _key(
    value: bytes, scheme: str, server: tuple[str, int] | None, path: str, query: bytes
) -> PageKey | None:
    """The page; None for a host or port that cannot be ours, so that nobody invents places to fill."""
    number = storable(path, query)
    name, _colon, port = value.partition(b":")
    host = name.decode("latin-1")
    usual = _PORTS.get(scheme)
    if number is None or usual is None or not is_host(host):
        return None
    port = port or usual
    if port != usual and (server is None or port != str(server[1]).encode()):
        return None
    return PageKey(host, f"{scheme}.{port.decode()}", path, number)


@lru_cache(maxsize=256)
def _encoding(accepted: bytes) -> str:
    return next(iter(encodings_in(accepted)), PLAIN)


def scope_for_all(key: PageKey) -> Scope:
    """A request as if from nobody in particular."""
    scheme, _dot, port = key.place.partition(".")
    is_usual = port.encode() == _PORTS[scheme]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": scheme,
        "path": key.path,
        "raw_path": key.path.encode(),
        "root_path": "",
        "query_string": f"page={key.number}".encode() if key.number else b"",
        "headers": [(b"host", (key.host if is_usual else f"{key.host}:{port}").encode())],
        "server": (key.host, int(port)),
        "client": None,
        FOR_THE_STORE: True,
    }


def page_headers(headers: Headers, caching: bytes = b"no-cache") -> Headers:
    """What a page is sent with, in every encoding."""
    return [*headers, (b"cache-control", caching), (b"vary", b"accept-encoding")]


def _ready(headers: Headers, body: bytes, encoding: str, status: int = 200) -> Ready:
    # of the bytes sent, not of their time: a page that a change did not alter is still known to browsers
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'.encode()
    told = page_headers(headers, b"no-cache" if status == 200 else b"no-store")
    if status == 200:
        told.append((b"etag", etag))
    unchanged = [pair for pair in told if pair[0].lower() != b"content-type"]
    if encoding:
        told.append((b"content-encoding", encoding.encode()))
    told.append((b"content-length", str(len(body)).encode()))
    return Ready(
        start={"type": "http.response.start", "status": status, "headers": told},
        body={"type": "http.response.body", "body": body},
        unchanged={"type": "http.response.start", "status": 304, "headers": unchanged},
        etag=etag,
        size_bytes=len(body) + 2000,
    )


async def _send(ready: Ready, asking: Asking, send: Send) -> None:
    if ready.start["status"] == 200 and asking.known and (ready.etag in asking.known or asking.known == b"*"):
        await send(ready.unchanged)
        await send({"type": "http.response.body", "body": b""})
        return
    await send(ready.start)
    await send({"type": "http.response.body", "body": b""} if asking.is_head else ready.body)


ASKED = (ASKS.lower().encode(), b"1")
"""The header by which Django knows the front's own requests."""
