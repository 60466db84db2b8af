"""Kinds of changes of what surrounds content: what they write, and how people read them.

    @applies("profile")
    class ProfileChanges(ChangeKind):
        label = _("Header and footer")
        …

A kind is registered when its module is imported, so the app imports the module when it starts.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import StrOrPromise
from conglang.base.ledger.canonical import dumps, plain
from conglang.tools.pages.models import PageChange


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a change touches: its name, what stands there, what will; empty where nothing does."""

    label: str
    before: str
    after: str


class ChangeKind(ABC):
    """What a kind says of itself; the permissions are those of most kinds."""

    label: StrOrPromise
    propose = "pages.propose_change"
    confirm = "pages.confirm_change"

    @abstractmethod
    def present(self, unit_id: int) -> Any:
        """What the unit's site has now, as plain data."""

    @abstractmethod
    def checked(self, unit_id: int, content: Any) -> Any:
        """The content in the form in which it is kept. Raises ValidationError for what cannot be."""

    @abstractmethod
    def lines(self, unit_id: int, before: Any, after: Any) -> list[Line]:
        """What differs, in the words of the people who decide."""

    @abstractmethod
    def apply(self, change: PageChange, *, by: Actor, now: datetime) -> None:
        """Have the site be as the content says; in the transaction of the decision."""


K = TypeVar("K", bound=type[ChangeKind])
_kinds: dict[str, ChangeKind] = {}


def applies(key: str) -> Callable[[K], K]:
    """Register a kind of change under the key that its rows bear."""

    def register(kind: K) -> K:
        _kinds[key] = kind()
        return kind

    return register


def kind_of(key: str) -> ChangeKind:
    """The kind with this key. Raises KeyError for one that no app registered."""
    return _kinds[key]


def fingerprint(content: Any) -> str:
    """What names a content: SHA-256 of its one spelling."""
    return sha256(dumps(content).encode()).hexdigest()


def is_outdated(change: PageChange) -> bool:
    """Whether the site is no more as it was when the change was begun."""
    return bool(plain(kind_of(change.kind).present(change.unit_id), change.kind) != change.before)
