"""The door to the public, and whether it stands open for an object right now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class NotApproved(Exception):
    """Somebody tried to make public, or to change in public, what nobody has approved."""


class NotDue(NotApproved):
    """The content is approved, but for a later time."""


Key = tuple[str, int]  # model label and primary key

_open_for: ContextVar[Key | None] = ContextVar("conglang_open_gate", default=None)


@contextmanager
def opened(label: str, pk: int) -> Iterator[None]:
    """Let this one object be saved as public inside the block; only `Publishable.publish` has a reason to."""
    token = _open_for.set((label, pk))
    try:
        yield
    finally:
        _open_for.reset(token)


def is_open_for(label: str, pk: int | None) -> bool:
    """Whether the running code came through `publish` of this very object."""
    return pk is not None and _open_for.get() == (label, pk)
