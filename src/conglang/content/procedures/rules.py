"""An entry of the catalogue of administrative procedures: its parts, what is wrong with it, what changed.

The parts are those of Decree 63/2010, articles 8 and 15, and of the national database. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any
from urllib.parse import urlsplit

from conglang.kernel.text import fold, nfc

CODE = re.compile(r"\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?")
LINE_LENGTH, TEXT_LENGTH = 1000, 20_000
MOST_LINES = 200  # of one part
MOST_SHEETS = 99  # originals or copies of one paper
LEVELS = ("ministry", "province", "commune")
ONLINE = ("full", "partial", "none")
WAYS = ("office", "online", "post")


@dataclass(frozen=True)
class Way:
    """A way of filing with its own time and fee; `way` is one of WAYS."""

    way: str
    time: str = ""
    fee: str = ""
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper of the file; `case` says when it is needed, empty for always."""

    name: str
    form: str = ""
    originals: int = 1
    copies: int = 0
    case: str = ""


@dataclass(frozen=True)
class Basis:
    """A document on which the procedure rests."""

    number: str
    title: str = ""
    issued_on: str = ""
    issuer: str = ""


@dataclass(frozen=True)
class Content:
    """Everything that the national database says of one procedure; lists hold one line each."""

    code: str
    name: str = ""
    field: str = ""
    levels: tuple[str, ...] = ()
    kind: str = ""
    decision: str = ""
    who: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    papers: tuple[Paper, ...] = ()
    sets: int = 1
    result: str = ""
    conditions: str = ""
    basis: tuple[Basis, ...] = ()
    agency: str = ""
    authority: str = ""
    address: str = ""
    delegated: str = ""
    coordinating: str = ""
    online: str = "none"
    online_reason: str = ""
    keywords: tuple[str, ...] = ()
    description: str = ""
    link: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values for a row."""
        return asdict(self)

    @property
    def sha256(self) -> str:
        """Names exactly this content."""
        return sha256(dumps(self.as_json(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class Fault(StrEnum):
    """What is wrong with a part, so that the row cannot be taken."""

    NO_CODE = "no_code"
    BAD_CODE = "bad_code"
    TWICE = "twice"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNKNOWN_CHOICE = "unknown_choice"
    NO_NUMBER = "no_number"
    FORMULA = "formula"
    SHAPE = "shape"
    FOREIGN_LINK = "foreign_link"
    UNKNOWN_FORMER = "unknown_former"


@dataclass(frozen=True)
class Problem:
    """A fault with the part that has it and, where it helps, what stood there."""

    part: str
    fault: Fault
    found: str = ""


_LISTS: dict[str, type[Any]] = {"ways": Way, "papers": Paper, "basis": Basis}
_LINES = ("levels", "who", "steps", "keywords")
_LONG = ("result", "conditions", "description", "address")
PARTS = tuple(each.name for each in fields(Content))
NEEDED = ("name", "field", "levels", "who", "steps", "ways", "papers", "result", "basis", "agency")
"""Parts without which an entry is not posted as the law wants it (Decree 63/2010, articles 8.2 and 15)."""


@dataclass
class _Reader:
    """Collects what is wrong while the parts are read."""

    problems: list[Problem] = field(default_factory=list)

    def text(self, part: str, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str | int | float):
            self.problems.append(Problem(part, Fault.SHAPE))
            return ""
        # a lone surrogate could be written nowhere
        clean = nfc(str(value).encode(errors="replace").decode())
        lines = [" ".join(line.split()) for line in clean.splitlines()]
        text = "\n".join(line for line in lines if line)
        if len(text) > (TEXT_LENGTH if part in _LONG else LINE_LENGTH):
            self.problems.append(Problem(part, Fault.TOO_LONG))
        return text

    def lines(self, part: str, value: Any) -> list[Any]:
        values = [] if value is None else value if isinstance(value, list | tuple) else [value]
        if len(values) > MOST_LINES:
            self.problems.append(Problem(part, Fault.TOO_LONG))
        return list(values)[:MOST_LINES]

    def number(self, part: str, value: Any, least: int) -> int:
        text = str(value if value is not None else least).strip()
        if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= MOST_SHEETS):
            self.problems.append(Problem(part, Fault.NO_NUMBER, text[:40]))
            return least
        return int(text)

    def item(self, part: str, kind: type[Any], value: Any) -> Any:
        if not isinstance(value, dict):
            self.problems.append(Problem(part, Fault.SHAPE))
            return None
        given: dict[str, Any] = {}
        for each in fields(kind):
            if each.type is int:
                given[each.name] = self.number(part, value.get(each.name), 0)
            else:
                given[each.name] = self.text(part, value.get(each.name))
        return kind(**given)


def read_content(values: dict[str, Any]) -> tuple[Content, list[Problem]]:
    """The content that plain values describe, and everything that is wrong with it."""
    reader = _Reader()
    given: dict[str, Any] = {}
    for part in PARTS:
        value = values.get(part)
        if part in _LISTS:
            items = (reader.item(part, _LISTS[part], each) for each in reader.lines(part, value))
            given[part] = tuple(each for each in items if each is not None)
        elif part in _LINES:
            texts = (reader.text(part, each) for each in reader.lines(part, value))
            given[part] = tuple(text for text in texts if text)
        elif part == "sets":
            given[part] = reader.number(part, value, 1)
        else:
            given[part] = reader.text(part, value)
    given["online"] = given["online"] or "none"
    content = Content(**given)
    return content, [*reader.problems, *_faults(content)]


def _faults(content: Content) -> Iterable[Problem]:
    if not content.code:
        yield Problem("code", Fault.NO_CODE)
    elif not CODE.fullmatch(content.code):
        yield Problem("code", Fault.BAD_CODE, content.code[:40])
    for part in ("name", "field", "levels"):
        if not getattr(content, part):
            yield Problem(part, Fault.EMPTY)
    chosen = [("levels", each, LEVELS) for each in content.levels]
    chosen += [("online", content.online, ONLINE), *(("ways", each.way, WAYS) for each in content.ways)]
    for part, value, known in chosen:
        if value not in known:
            yield Problem(part, Fault.UNKNOWN_CHOICE, value[:60])
    for paper in content.papers:
        if not paper.name:
            yield Problem("papers", Fault.EMPTY)
    if content.link and not is_official(content.link):
        yield Problem("link", Fault.FOREIGN_LINK, content.link[:80])


def is_official(link: str) -> bool:
    """Whether a link leads to a site of the state; nothing else may stand behind the button to file."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    return parts.scheme == "https" and (host == "gov.vn" or host.endswith(".gov.vn"))


def content_of(stored: dict[str, Any]) -> Content:
    """Content that was stored before."""
    return read_content(stored)[0]


def missing_parts(content: Content) -> list[str]:
    """Needed parts that the national source has left empty; a way of filing without its time counts too."""
    lacking = [part for part in NEEDED if not getattr(content, part)]
    if content.ways and not all(each.time for each in content.ways):
        lacking.append("ways")
    return lacking


def changed_parts(old: Content, new: Content) -> list[str]:
    """The parts that differ, in the order in which people read them."""
    return [part for part in PARTS if getattr(old, part) != getattr(new, part)]


def searched_text(content: Content) -> str:
    """What a search looks through, folded."""
    return fold(" ".join([content.name, content.field, *content.keywords, content.code, content.description]))
