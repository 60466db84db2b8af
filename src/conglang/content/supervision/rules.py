"""What people, departments and hamlets contributed, and how long items waited at each step. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from statistics import median

from conglang.kernel.text import fold


class Group(StrEnum):
    """By whom figures are added up; the values stand in addresses."""

    PERSON = "nguoi"
    DEPARTMENT = "phong-ban"
    HAMLET = "thon"


class What(StrEnum):
    """What is counted; the values stand in addresses."""

    SUBMITTED = "da-gui"
    RETURNED = "tra-lai"
    PUBLISHED = "da-dang"


@dataclass(frozen=True)
class Item:
    """One item of a period: whose it is, and what happened to it in the period."""

    article_id: int
    title: str
    author: str
    author_id: int | None
    department: str
    hamlet: str
    whats: frozenset[What]

    def name(self, group: Group) -> str:
        """Under which name it is added up."""
        return {Group.PERSON: self.author, Group.DEPARTMENT: self.department, Group.HAMLET: self.hamlet}[
            group
        ]


@dataclass(frozen=True)
class Figures:
    """A line of a ranking."""

    rank: int
    name: str
    submitted: int
    returned: int
    published: int


def ranked(items: Iterable[Item], group: Group) -> list[Figures]:
    """Who published most stands first; of equals who had less returned. Equals share their rank."""
    heaps: dict[str, list[Item]] = defaultdict(list)
    names: dict[str, str] = {}
    for item in items:
        if name := item.name(group):
            heaps[fold(name)].append(item)
            names.setdefault(fold(name), name)
    lines = sorted(
        ((_order(mine), names[key], mine) for key, mine in heaps.items()), key=lambda line: line[:2]
    )
    orders = [line[0] for line in lines]
    return [
        Figures(orders.index(order) + 1, name, *(_count(mine, what) for what in What))
        for order, name, mine in lines
    ]


def _order(items: Sequence[Item]) -> tuple[int, int, int]:
    return -_count(items, What.PUBLISHED), _count(items, What.RETURNED), -_count(items, What.SUBMITTED)


def _count(items: Sequence[Item], what: What) -> int:
    return sum(what in item.whats for item in items)


@dataclass(frozen=True)
class Event:
    """A decision on an item."""

    article_id: int
    verdict: str
    step: str
    at: datetime


@dataclass(frozen=True)
class Wait:
    """How long items waited at a step, in office hours; `longest_id` names the item that waited longest."""

    step: str
    number: int
    median: timedelta
    longest: timedelta
    longest_id: int


BEGINS, IGNORED = frozenset({"submit"}), frozenset({"edit", "assign", "take_back", "recall", "unpublish"})


def waits(
    events: Iterable[Event],
    begins: datetime,
    ends: datetime,
    time_open: Callable[[datetime, datetime], timedelta],
) -> list[Wait]:
    """The steps that were decided between two instants; a step begins when the one before it was decided."""
    since: dict[int, datetime] = {}
    found: dict[str, list[tuple[timedelta, int]]] = defaultdict(list)
    for event in events:
        if event.verdict in IGNORED:
            continue
        before = since.get(event.article_id)
        if event.verdict not in BEGINS and before is not None and event.step and begins <= event.at < ends:
            found[event.step].append((time_open(before, event.at), event.article_id))
        since[event.article_id] = event.at
    return [_wait(step, lengths) for step, lengths in found.items()]


def _wait(step: str, lengths: Sequence[tuple[timedelta, int]]) -> Wait:
    longest, article_id = max(lengths)
    middle = median(length.total_seconds() for length, _article in lengths)
    return Wait(step, len(lengths), timedelta(seconds=middle), longest, article_id)


def hamlet_in(address: str, names: Mapping[str, str]) -> str:
    """The hamlet that an address names; `names` are titles by themselves without marks, the longest wins."""
    words = f" {' '.join(''.join(c if c.isalnum() else ' ' for c in fold(address)).split())} "
    found = [key for key in names if f" {key} " in words]
    return names[max(found, key=len)] if found else ""


def drawn(keys: Iterable[int], size: int, seed: str) -> list[int]:
    """A sample that the same keys and seed give again, on any machine; in the order of the keys."""
    by_chance = sorted(keys, key=lambda key: sha256(f"{seed}:{key}".encode()).digest())
    return sorted(by_chance[:size])
