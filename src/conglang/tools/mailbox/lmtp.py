"""A receiver for the mail server on the same machine (LMTP, RFC 2033): it takes letters in and sends none on.

A letter is answered for each recipient by itself, after it is stored. What cannot be stored now is answered
with a temporary code, and the mail server brings it again; nothing lies in a queue of ours.
"""

import asyncio
import logging
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from conglang.tools.mailbox.rules import MOST_BYTES

logger = logging.getLogger(__name__)
IDLE_SECONDS = 300  # RFC 5321 §4.5.3.2
LINE_BYTES = 4096
PIECE_BYTES = 256 * 1024
MOST_RECIPIENTS = 50
MOST_AT_ONCE = 4  # letters that are stored at the same time
_PATH = re.compile(r"^(FROM|TO):\s*<([^<>\r\n]*)>(?:\s+(.*))?$", re.IGNORECASE)


class NotStored(Exception):
    """The letter could not be kept now; it has to come again."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


@dataclass(frozen=True)
class Desk:
    """What stands behind the line. `store` is called in a thread and raises NotStored."""

    takes: Callable[[str], bool]
    store: Callable[[str, bytes], None]


@dataclass
class Receiver:
    """Answers mail servers, one session each."""

    desk: Desk
    name: str = "cong-lang"
    most_bytes: int = MOST_BYTES
    _storing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))

    async def session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to its end."""
        with suppress(ConnectionError, TimeoutError):
            await _Session(self, reader, writer).run()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def keep(self, recipient: str, letter: bytes) -> str:
        """Store a letter for one recipient; what the mail server is told."""
        async with self._storing:
            try:
                await asyncio.to_thread(self.desk.store, recipient, letter)
            except NotStored as later:
                return later.answer
            except Exception:
                logger.exception("a letter for %s could not be stored", recipient)
                return "451 4.3.0 Not stored; bring it again later"
        return f"250 2.1.5 <{recipient}> stored"


class _Session:
    def __init__(
        self, receiver: Receiver, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.receiver, self.reader, self.writer = receiver, reader, writer
        self.is_greeted = self.has_sender = False
        self.recipients: list[str] = []
        self.waiting = bytearray()

    async def run(self) -> None:
        await self.say(f"220 {self.receiver.name} LMTP")
        while True:
            line = await self.read_line()
            if line is None:
                return await self.say("500 5.5.2 Line too long")
            verb, _space, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if verb.upper() == "QUIT":
                return await self.say("221 2.0.0 Bye")
            answer = self.answers.get(verb.upper())
            await (answer(self, rest.strip()) if answer else self.say("500 5.5.1 Unknown command"))

    async def greet(self, _rest: str) -> None:
        self.forget()
        self.is_greeted = True
        extensions = ("PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8")
        size = f"SIZE {self.receiver.most_bytes}"
        await self.say(*(f"250-{each}" for each in (self.receiver.name, *extensions)), f"250 {size}")

    async def mail(self, rest: str) -> None:
        path = _PATH.match(rest)
        if not self.is_greeted or self.has_sender:
            return await self.say("503 5.5.1 Not now")
        if path is None or path[1].upper() != "FROM":
            return await self.say("501 5.5.4 MAIL FROM:<address>")
        size = re.search(r"\bSIZE=(\d{1,15})\b", path[3] or "", re.IGNORECASE)
        if size and int(size[1]) > self.receiver.most_bytes:
            return await self.say(self.too_large)
        self.has_sender = True
        return await self.say("250 2.1.0 OK")

    async def rcpt(self, rest: str) -> None:
        path = _PATH.match(rest)
        if not self.has_sender:
            return await self.say("503 5.5.1 MAIL first")
        if path is None or path[1].upper() != "TO":
            return await self.say("501 5.5.4 RCPT TO:<address>")
        if len(self.recipients) == MOST_RECIPIENTS:
            return await self.say("452 4.5.3 Too many recipients")
        try:
            is_ours = await asyncio.to_thread(self.receiver.desk.takes, path[2])
        except Exception:
            logger.exception("recipient %s could not be looked up", path[2])
            return await self.say("451 4.3.0 Try again later")
        if not is_ours:  # no relaying
            return await self.say(f"550 5.1.1 <{path[2]}> has no desk here")
        self.recipients.append(path[2])
        return await self.say("250 2.1.5 OK")

    async def data(self, _rest: str) -> None:
        if not self.recipients:
            return await self.say("503 5.5.1 RCPT first")
        await self.say("354 End with a dot")
        letter = await self.read_letter()
        recipients = self.recipients
        self.forget()
        for recipient in recipients:
            answer = self.too_large if letter is None else await self.receiver.keep(recipient, letter)
            await self.say(answer)
        return None

    async def read_line(self) -> bytes | None:
        """The next command; None when it is longer than any line may be."""
        while (end := self.waiting.find(b"\n") + 1) == 0:
            if len(self.waiting) > LINE_BYTES:
                return None
            self.waiting += await self.more()
        line = bytes(self.waiting[:end])
        del self.waiting[:end]
        return line

    async def read_letter(self) -> bytes | None:
        """The letter up to the dot; None when it is too large, after the rest was let pass.

        Only a dot between whole line ends counts, so nobody can smuggle a second letter in.
        """
        text, looked, is_large = bytearray(b"\r\n") + self.waiting, 0, False
        while (end := text.find(b"\r\n.\r\n", looked)) < 0:
            if len(text) > self.receiver.most_bytes:
                is_large = True
                del text[:-4]
            looked = max(0, len(text) - 4)
            text += await self.more()
        self.waiting = text[end + 5 :]
        letter = bytes(text[: end + 2]).replace(b"\r\n.", b"\r\n")[2:]
        return None if is_large or len(letter) > self.receiver.most_bytes else letter

    async def more(self) -> bytes:
        """What comes next. Raises ConnectionError at the end."""
        data = await asyncio.wait_for(self.reader.read(PIECE_BYTES), IDLE_SECONDS)
        if not data:
            raise ConnectionResetError
        return data

    async def reset(self, _rest: str) -> None:
        self.forget()
        await self.say("250 2.0.0 OK")

    async def nothing(self, _rest: str) -> None:
        await self.say("250 2.0.0 OK")

    async def verify(self, _rest: str) -> None:
        await self.say("252 2.1.5 Bring it and see")

    def forget(self) -> None:
        self.has_sender, self.recipients = False, []

    @property
    def too_large(self) -> str:
        return f"552 5.3.4 A letter may have {self.receiver.most_bytes} bytes at most"

    async def say(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self.writer.drain()

    answers = {
        "LHLO": greet,
        "MAIL": mail,
        "RCPT": rcpt,
        "DATA": data,
        "RSET": reset,
        "NOOP": nothing,
        "VRFY": verify,
    }
