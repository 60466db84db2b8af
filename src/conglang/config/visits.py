"""Counting in the front layer: after an answer was sent, in memory, written down by another thread."""

import asyncio
import time
from collections.abc import Collection

from conglang.config.files import Message, Scope, Send
from conglang.insight.statistics.rules import is_page, is_shown
from conglang.insight.statistics.tally import FLUSH_SECONDS, Tally

COUNTED = b"x-conglang-counted"  # from a proxy of ours that keeps a log of page views itself
_PREFETCH = (b"sec-purpose", b"purpose")


class Visits:
    """Page views of the public hosts of one web process."""

    def __init__(self, tally: Tally, *, uncounted: Collection[str] = ()) -> None:
        self.tally = tally
        self.uncounted = {host.encode() for host in uncounted}
        self._is_waiting = False

    def note(self, scope: Scope, address: str, *, is_trusted: bool) -> None:
        """Count the answer to this request; `is_trusted` says that the connection is a proxy's of ours."""
        host = referrer = agent = b""
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"user-agent":
                agent = value
            elif name == b"referer":
                referrer = value
            elif (name in _PREFETCH and value) or (name == COUNTED and is_trusted):
                return
        name = host.partition(b":")[0].lower()
        if not name or name in self.uncounted:
            return
        before = referrer.split(b"/", 3)
        self.tally.note(
            time.time(),
            name.decode("latin-1"),
            scope["path"],
            address,
            agent,
            is_inside=len(before) == 4 and before[2].lower() == host.lower(),
        )
        if not self._is_waiting:
            self._is_waiting = True
            asyncio.get_running_loop().call_later(FLUSH_SECONDS, self._flush)

    def _flush(self) -> None:
        self._is_waiting = False
        asyncio.get_running_loop().run_in_executor(None, self.tally.flush)


class Watched:
    """Passes an answer on and remembers whether it was a page."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.is_shown = False

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            kind = next((value for name, value in message["headers"] if name.lower() == b"content-type"), b"")
            self.is_shown = is_shown(message["status"], kind.decode("latin-1"))
        await self._send(message)


def may_count(scope: Scope) -> bool:
    """Whether the request asks for a page."""
    return scope["method"] == "GET" and is_page(scope["path"])
