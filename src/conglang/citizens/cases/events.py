"""What this room tells upwards: keys only, never words of people."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class _AboutCase(Event):
    case_id: int
    unit_id: int

    @property
    def order_key(self) -> str:
        """Events of one case stay in order."""
        return f"case:{self.case_id}"


@dataclass(frozen=True)
class CaseReceived(_AboutCase):
    """Something came in."""

    channel: str


@dataclass(frozen=True)
class CaseTold(_AboutCase):
    """The sender has something new to read; `command` says what happened."""

    command: str


@dataclass(frozen=True)
class CaseAnswered(_AboutCase):
    """The answer is approved."""


@dataclass(frozen=True)
class CasePublished(_AboutCase):
    """Everybody may read it."""


@dataclass(frozen=True)
class CaseHidden(_AboutCase):
    """It is public no longer."""
