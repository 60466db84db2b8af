"""Photos as proofs are kept by a room above that knows pictures; it says so when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from conglang.base.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored photo: the hash of its bytes, and the path on the desk that shows it."""

    sha256: str
    path: str


@dataclass(frozen=True, slots=True)
class Keeper:
    """Stores a photo for a unit under a title; raises ValidationError about `photo` for anything else."""

    permission: str
    keep: Callable[[Actor, int, IO[bytes], str, datetime], Kept]


_keepers: list[Keeper] = []


def keep_with(keeper: Keeper) -> None:
    """Let a room above keep the photos; the latest one counts."""
    _keepers[:] = [keeper]


def keeper() -> Keeper | None:
    """Who keeps photos; None in an installation without pictures."""
    return _keepers[0] if _keepers else None
