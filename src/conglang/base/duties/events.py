"""What this room tells upwards."""

from dataclasses import dataclass
from datetime import date

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class DutyStarted(Event):
    """Something is due; `model` is the kind of its subject, empty without one."""

    duty_id: int
    unit_id: int
    model: str = ""

    @property
    def topic(self) -> str:
        """The kind of the subject."""
        return self.model


@dataclass(frozen=True)
class DutyMoved(Event):
    """Somebody paused, resumed or extended a duty."""

    duty_id: int
    unit_id: int
    due_on: date


@dataclass(frozen=True)
class DutyClosed(Event):
    """A duty was done, or is no longer one."""

    duty_id: int
    unit_id: int
    fulfilled: bool


@dataclass(frozen=True)
class DutiesRedated(Event):
    """A decision about a day moved due dates of a unit."""

    unit_id: int
    cause: str
    duty_ids: tuple[int, ...]


@dataclass(frozen=True)
class DutiesLate(Event):
    """The days of some duties of a unit have passed; told once for a date."""

    unit_id: int
    duty_ids: tuple[int, ...]
