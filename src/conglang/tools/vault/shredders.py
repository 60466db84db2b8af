"""Who can destroy what. A room that keeps something personal registers how it goes."""

from collections.abc import Callable
from datetime import datetime

Shredder = Callable[[str, datetime], None]
"""Destroys what a key names, in the scope `everything`; a key that names nothing any more is fine."""

_shredders: dict[str, Shredder] = {}


def shreds(kind: str) -> Callable[[Shredder], Shredder]:
    """Register how things of a kind are destroyed. Raises ValueError for a kind that another one destroys."""

    def register(shredder: Shredder) -> Shredder:
        if _shredders.setdefault(kind, shredder).__qualname__ != shredder.__qualname__:
            raise ValueError(f"two shredders for {kind}")
        return shredder

    return register


def shredder_of(kind: str) -> Shredder:
    """How things of a kind are destroyed. Raises LookupError: what nobody can destroy must be seen."""
    return _shredders[kind]
