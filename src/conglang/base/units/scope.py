"""The scope: whose rows the running code may read and write. No scope, no query."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

logger = logging.getLogger(__name__)


class NoScope(Exception):
    """A model that belongs to units was read or written although nobody said for whom."""


class ForeignUnit(Exception):
    """A write would touch a row of a unit outside the writable units."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Unit ids that may be read and written; None stands for every unit.

    `live_only` is the visitor's view: of models that get published, only what is live exists.
    """

    acting: int | None
    readable: frozenset[int] | None
    writable: frozenset[int] | None
    live_only: bool = False

    def may_read(self, unit_id: int | None) -> bool:
        """Whether rows of the unit exist for this scope."""
        return self.readable is None or unit_id in self.readable

    def may_write(self, unit_id: int | None) -> bool:
        """Whether rows of the unit may be changed in this scope."""
        return self.writable is None or unit_id in self.writable


_current: ContextVar[Scope | None] = ContextVar("conglang_scope", default=None)


def current_scope() -> Scope:
    """The scope of the running code. Raises NoScope outside every `use_scope`."""
    scope = _current.get()
    if scope is None:
        raise NoScope("set a scope first: public(...), an actor's scope, or everything(reason)")
    return scope


@contextmanager
def use_scope(scope: Scope) -> Iterator[Scope]:
    """Run a block in this scope; the outer scope is back afterwards."""
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)


def public(*unit_ids: int) -> Scope:
    """What a visitor of the first unit's site may read: live rows of these units, nothing to write."""
    return Scope(acting=unit_ids[0], readable=frozenset(unit_ids), writable=frozenset(), live_only=True)


@contextmanager
def everything(reason: str) -> Iterator[Scope]:
    """All units, for the installation's own work; the reason goes to the log."""
    logger.debug("scope: everything, %s", reason)
    with use_scope(Scope(acting=None, readable=None, writable=None)) as scope:
        yield scope
