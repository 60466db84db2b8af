"""The parts of a letter (RFC 2045, 2046), found with limits: of depth, of number, of headers.

The standard library's parser goes into itself for each part within a part and asks each line about every
part around it; ten thousand parts keep it busy for minutes. It reads the headers here, block by block.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from conglang.tools.mailbox.decoding import as_text, text_of, transferred
from conglang.tools.mailbox.rules import Flaw

MOST_PARTS = 500
DEEPEST = 12
HEADER_BYTES = 128 * 1024
LINE_LETTERS = 8_000  # of one header
_BLANK = re.compile(rb"\r?\n\r?\n")
_REST = re.compile(rb"(--)?[ \t]*(?=\r?\n|\Z)")  # of a line with a boundary
_parser = BytesHeaderParser(policy=compat32)


@dataclass(frozen=True)
class Part:
    """A part that holds no others. `choice` names the innermost set of alternatives that it belongs to.

    `letter` is set on the head of a letter within the letter, whose parts follow.
    """

    head: Message
    data: bytes
    is_whole: bool
    choice: int
    letter: bool = False


@dataclass
class Walk:
    """Goes through a letter once; `flaws` tells afterwards what was left out."""

    raw: bytes
    flaws: set[Flaw] = field(default_factory=set)
    head: Message = field(default_factory=Message)
    seen: int = 0

    def parts(self) -> Iterator[Part]:
        """The parts in their order."""
        self.head, body = self.split(self.raw)
        waiting = [(self.head, body, 0, 0)]
        while waiting:
            head, body, depth, choice = waiting.pop()
            self.seen += 1
            if self.seen > MOST_PARTS:
                self.flaws.add(Flaw.TOO_MANY_PARTS)
                return
            kind = content_type(head)
            is_letter = kind in {"message/rfc822", "message/global"}
            if not (is_letter or kind.startswith("multipart/")):
                data, is_whole = transferred(body, value_of(head, "content-transfer-encoding"))
                yield Part(head, data, is_whole, choice)
            elif depth == DEEPEST:
                self.flaws.add(Flaw.TOO_DEEP)
            elif is_letter:
                inner, rest = self.split(transferred(body, value_of(head, "content-transfer-encoding"))[0])
                yield Part(inner, b"", is_whole=True, choice=choice, letter=True)
                waiting.append((inner, rest, depth + 1, 0))
            else:
                choice = self.seen if kind == "multipart/alternative" else choice
                found = list(self.inside(head, body))
                waiting += [(*each, depth + 1, choice) for each in reversed(found)]

    def inside(self, head: Message, body: bytes) -> Iterator[tuple[Message, bytes]]:
        """Heads and bodies of the parts of one; without a boundary that occurs, all of it as text."""
        boundary = parameter(head, "boundary").encode("utf-8", "surrogateescape").rstrip()
        start = -1
        for count, (begin, end, is_last) in enumerate(_lines_of(body, b"--" + boundary) if boundary else ()):
            if start >= 0:
                yield self.split(body[start:begin])
            if count > MOST_PARTS or is_last:
                return
            start = end
        self.flaws.add(Flaw.BROKEN)  # nothing says where the last part ends
        if start < 0:
            yield Message(), body
        else:
            yield self.split(body[start:])

    def split(self, data: bytes) -> tuple[Message, bytes]:
        """The headers and what follows them; what does not begin with headers is all text."""
        data = data[2:] if data.startswith(b"\r\n") else data.removeprefix(b"\n")
        if data.startswith((b"\r\n", b"\n")):
            return Message(), data
        end = _BLANK.search(data)
        block, rest = (data[: end.start()], data[end.end() :]) if end else (data, b"")
        if len(block) > HEADER_BYTES:
            self.flaws.add(Flaw.LONG_HEADERS)
            block = block[:HEADER_BYTES]
        head = _parser.parsebytes(block + b"\r\n\r\n")
        return (head, rest) if head.keys() else (Message(), data)


def _lines_of(body: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """From the end of the line before a line with the mark to its own, and whether it is the last."""
    at = body.find(mark)
    while at >= 0:
        end = at + len(mark)
        rest = _REST.match(body, end) if at == 0 or body[at - 1 : at] == b"\n" else None
        if rest:
            begin = max(0, at - (2 if body[at - 2 : at] == b"\r\n" else 1))
            yield begin, rest.end(), bool(rest[1])
            end = rest.end()
        at = body.find(mark, end)


def value_of(head: Message, name: str) -> str:
    """A header as it stands there, without its folds; raw bytes as half characters, cut to a sane length."""
    return values_of(head, name)[0] if name in head else ""


def values_of(head: Message, name: str) -> list[str]:
    """All headers of a name, from the top."""
    return [
        re.sub(r"[\r\n]+[ \t]*", " ", str(value)[:LINE_LETTERS])
        for key, value in head.raw_items()
        if key.lower() == name
    ]


def content_type(head: Message) -> str:
    """What the part says it is; text where it says nothing sensible."""
    kind = value_of(head, "content-type").partition(";")[0].strip().lower()
    return kind if re.fullmatch(r"[a-z0-9.+_-]+/[a-z0-9.+_-]+", kind) else "text/plain"


def parameter(head: Message, name: str, of: str = "content-type") -> str:
    """A parameter of a header, whole or in pieces (RFC 2231); empty where there is none."""
    if of not in head:
        return ""
    short = Message(policy=compat32)
    short[of] = as_text(value_of(head, of))
    found = short.get_param(name, "", header=of)
    if isinstance(found, tuple):
        charset, _language, packed = found
        data = packed.encode("latin-1", "replace")
        return text_of(data, charset or "")[0]
    return str(found)
