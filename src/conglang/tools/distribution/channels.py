"""The ways to people. A room that has one registers it when its app starts; there is no other list.

A channel plans lines for an item from what its sheet says. One that shows it looks whether it is there; one
that sends things notes what came of them with `services.prove`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol, runtime_checkable

from django.utils.functional import Promise

from conglang.base.units.models import Unit
from conglang.tools.approval.publishable import Publishable
from conglang.tools.distribution.rules import Window

Sheet = Mapping[str, Mapping[str, Any]]  # what was chosen, by the key of the channel


class Ask(Enum):
    """What a channel lets people choose for an item; the desk knows how to ask for each."""

    UNITS = "units"  # units below, at whose readers it goes as well
    SECTION = "section"  # key of the section in which it stands there
    TIMES = "times"
    CHOSEN = "chosen"  # whether to use the channel at all
    TOPICS = "topics"  # keys of sections whose readers want to know, beside the item's own
    HAMLETS = "hamlets"  # of the item's unit; without any it is for the whole unit


@dataclass(frozen=True)
class Planned:
    """One line: to the readers of this unit, in this time."""

    unit_id: int
    window: Window = Window()  # noqa: RUF009 - frozen
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What somebody who looked saw: the hash of it, or why it was not there."""

    place: str
    sha256: str = ""
    trouble: str = ""


class Channel(Protocol):
    """A way to people."""

    key: str
    name: Promise
    about: Promise

    def carries(self, item: Publishable) -> bool:
        """Whether such an item can go this way."""
        ...

    def asks(self, item: Publishable) -> frozenset[Ask]:
        """What of it can be chosen; nothing where it goes by itself."""
        ...

    def units(self, item: Publishable) -> Iterable[Unit]:
        """The units below that can be chosen."""
        ...

    def plan(self, item: Publishable, sheet: Sheet) -> Iterable[Planned]:
        """The lines of a public item."""
        ...


@runtime_checkable
class Shows(Channel, Protocol):
    """A way on which an item stands for some time."""

    def look(self, item: Publishable, unit: Unit) -> Found:
        """Whether the item is there now. Waits for the net, and never raises because of it."""
        ...


_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Open a way to people."""
    _channels[channel.key] = channel


def channel(key: str) -> Channel | None:
    """The channel of that key; None when its room is not installed any more."""
    return _channels.get(key)


def channels_for(item: Publishable) -> list[Channel]:
    """The ways that an item can go, in the order of their registration."""
    return [each for each in _channels.values() if each.carries(item)]
