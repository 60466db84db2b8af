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
        told = dict(scope["headers"])
        if told.get(_PREFETCH[0]) or told.get(_PREFETCH[1]) or (is_trusted and COUNTED in told):
            return
        host = told.get(b"host", b"")
        name = host.partition(b":")[0].lower()
        if not name or name in self.uncounted:
            return
        before = told.get(b"referer", b"").split(b"/", 3)
        self.tally.note(
            time.time(),
            name.decode("latin-1"),
            scope["path"],
            address,
            told.get(b"user-agent", b""),
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
