"""Sections of a draft, days of a consultation, what the majority wants, which counts are hidden. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from conglang.kernel.text import nfc, slugify

Key = TypeVar("Key")
WHOLE = "chung"  # what is said about the draft as a whole
LEAST_SHOWN = 5  # of people in one hamlet; fewer could be told by their neighbours

_HEADING = re.compile(r"^(?P<kind>Phần|Chương|Mục|Điều)\s+(?P<number>[IVXLC]+|\d+[a-zđ]?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a draft that people speak about; `key` stays the same while the heading does."""

    key: str
    title: str
    body: str


def sections_of(text: str) -> list[Section]:
    """The parts of a draft: by chapters and articles; a text without any by its paragraphs.

    What stands before the first heading is a part of its own.
    """
    lines = [" ".join(line.split()) for line in nfc(text).splitlines()]
    found = _by_headings(lines) if any(_HEADING.match(line) for line in lines) else _by_paragraphs(lines)
    return list(_with_own_keys(found))


def _by_headings(lines: Sequence[str]) -> Iterator[Section]:
    title, key, body = "Phần mở đầu", "mo-dau", [""]
    for line in (*lines, None):
        found = _HEADING.match(line) if line is not None else None
        if line is not None and found is None:
            body.append(line)
            continue
        said = "\n".join(body).strip()
        if said or key != "mo-dau":
            yield Section(key, title, said)
        if found is not None and line is not None:
            title, key, body = line, slugify(f"{found['kind']} {found['number']}"), []


def _by_paragraphs(lines: Sequence[str]) -> Iterator[Section]:
    paragraphs = [each for each in "\n".join(lines).split("\n\n") if each.strip()]
    for number, each in enumerate(paragraphs, 1):
        yield Section(f"doan-{number}", f"Đoạn {number}", each.strip())


def _with_own_keys(found: Iterator[Section]) -> Iterator[Section]:
    """Articles that are counted anew in each chapter are told apart by their turn."""
    turns: dict[str, int] = {}
    for each in found:
        turn = turns[each.key] = turns.get(each.key, 0) + 1
        yield each if turn == 1 else Section(f"{each.key}-{turn}", each.title, each.body)


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a consultation. `published_on` is when it became public; `moved_to` was decided later."""

    opens_on: date
    closes_on: date
    least_days: int
    published_on: date | None = None
    moved_to: date | None = None

    @property
    def earliest_end(self) -> date:
        """The first last day that the law allows: the day on which it becomes public does not count."""
        return max(self.opens_on, self.published_on or self.opens_on) + timedelta(days=self.least_days)

    @property
    def last_day(self) -> date:
        """The last day on which people speak; published late, it ends later by itself."""
        return self.moved_to or max(self.closes_on, self.earliest_end)


class Standing(StrEnum):
    """How a public consultation stands."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"  # what was said is being weighed
    ANSWERED = "answered"


def standing(term: Term, *, is_answered: bool, today: date) -> Standing:
    """How it stands on a day."""
    if is_answered:
        return Standing.ANSWERED
    if today < term.opens_on:
        return Standing.COMING
    return Standing.OPEN if today <= term.last_day else Standing.CLOSED


class Stance(StrEnum):
    """What an opinion wants."""

    AGREE = "agree"
    CHANGE = "change"
    OPPOSE = "oppose"


class Verdict(StrEnum):
    """What became of an opinion."""

    TAKEN = "taken"
    PARTLY = "partly"
    EXPLAINED = "explained"


class Decision(StrEnum):
    """What was decided about the draft."""

    AS_DRAFTED = "as_drafted"
    CHANGED = "changed"
    DROPPED = "dropped"


_AGAINST: dict[Decision, tuple[frozenset[Stance], ...]] = {
    Decision.AS_DRAFTED: (frozenset({Stance.CHANGE, Stance.OPPOSE}),),
    Decision.CHANGED: (frozenset({Stance.AGREE}), frozenset({Stance.OPPOSE})),
    Decision.DROPPED: (frozenset({Stance.AGREE, Stance.CHANGE}),),
}


def differs_from_majority(decision: Decision, counts: Mapping[Stance, int]) -> bool:
    """Whether more than half of the opinions wanted something else, so that reasons are owed (Điều 28.4)."""
    whole = sum(counts.values())
    against = (sum(counts.get(stance, 0) for stance in stances) for stances in _AGAINST[decision])
    return any(2 * number > whole for number in against)


def suppressed(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Counts with the small ones hidden, and one more where a single hidden one could be worked out.

    Nothing tells how many a hidden one is but that it is there; the sum of all may be shown.
    """
    hidden = {key for key, number in counts.items() if 0 < number < LEAST_SHOWN}
    if len(hidden) == 1:
        others = {key: number for key, number in counts.items() if number >= LEAST_SHOWN}
        if others:
            hidden.add(min(others, key=lambda key: others[key]))
    return {key: None if key in hidden else number for key, number in counts.items()}
