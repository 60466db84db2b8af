"""Request bodies: counted as they come, kept aside until they are whole, refused when they are too big.

A body is whole before a thread of the pool takes it up, so that slow senders never hold a thread.
"""

import asyncio
import tempfile
import time
from types import TracebackType
from typing import IO, Self

from conglang.config.files import CHUNK_BYTES, Message, Receive

IN_MEMORY_BYTES = 512 * 1024
SILENCE_SECONDS = 60  # a sender that is silent for so long is gone
DRAIN_BYTES = 512 * 1024 * 1024
DRAIN_SECONDS = 15


class TooLarge(Exception):
    """The body is larger than the installation accepts."""


class Gone(Exception):
    """The sender left, or fell silent, before the body was whole."""


class Body:
    """The whole body of a request, in memory or, beyond half a MiB, in a temporary file."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.size = 0
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - closed in __exit__
        self._sent = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    async def take(self, receive: Receive) -> None:
        """Read to the end. Raises TooLarge as soon as it is, and Gone."""
        more = True
        while more:
            message = await _next(receive)
            chunk = message.get("body", b"")
            self.size += len(chunk)
            if self.size > self.most_bytes:
                raise TooLarge
            self._file.write(chunk)
            more = message.get("more_body", False)
        self._file.seek(0)

    async def receive(self) -> Message:
        """Hand the body on, as the server would; afterwards the visitor counts as gone."""
        if self._sent:
            return {"type": "http.disconnect"}
        chunk = self._file.read(CHUNK_BYTES)
        self._sent = len(chunk) < CHUNK_BYTES
        return {"type": "http.request", "body": chunk, "more_body": not self._sent}


async def _next(receive: Receive) -> Message:
    try:
        message = await asyncio.wait_for(receive(), SILENCE_SECONDS)
    except TimeoutError:
        raise Gone from None
    if message["type"] == "http.disconnect":
        raise Gone
    return message


async def drain(receive: Receive) -> None:
    """Read on for a while after the answer: a browser that is cut off while sending shows no page at all."""
    end = time.monotonic() + DRAIN_SECONDS
    left = DRAIN_BYTES
    while left > 0 and time.monotonic() < end:
        try:
            message = await asyncio.wait_for(receive(), end - time.monotonic())
        except TimeoutError:
            return
        left -= len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return
