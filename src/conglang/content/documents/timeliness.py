"""How much was published in time, and by how much the rest was late. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Case:
    """A document with its clock; `done_on` is empty while it is not public."""

    unit_id: int
    unit: str
    person: str
    due_on: date
    done_on: date | None
    is_cancelled: bool = False

    def days_late(self, today: date) -> int:
        """Days after the last day, up to now for what is not public yet; 0 in time."""
        return max(0, ((self.done_on or today) - self.due_on).days)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of so many documents: published in time, late, still late today, not due yet, no duty after all."""

    total: int = 0
    in_time: int = 0
    late: int = 0
    overdue: int = 0
    running: int = 0
    cancelled: int = 0
    days_late: int = 0  # in all
    most_days_late: int = 0

    @property
    def decided(self) -> int:
        """Those of which it is known whether they were in time."""
        return self.in_time + self.late + self.overdue

    @property
    def share(self) -> float | None:
        """Percent in time; nothing where nothing is known yet."""
        return round(100 * self.in_time / self.decided, 1) if self.decided else None

    @property
    def mean_days_late(self) -> float:
        """Days, of those that were or are late."""
        late = self.late + self.overdue
        return round(self.days_late / late, 1) if late else 0.0


def figures(cases: Iterable[Case], today: date) -> Figures:
    """The cases counted; each falls into exactly one of the five."""
    rows = list(cases)
    counted = [row for row in rows if not row.is_cancelled]
    late = [row.days_late(today) for row in counted if row.days_late(today)]
    public = [row for row in counted if row.done_on is not None]
    in_time = sum(not row.days_late(today) for row in public)
    overdue = sum(row.done_on is None and row.days_late(today) > 0 for row in counted)
    return Figures(
        total=len(rows),
        in_time=in_time,
        late=len(public) - in_time,
        overdue=overdue,
        running=len(counted) - len(public) - overdue,
        cancelled=len(rows) - len(counted),
        days_late=sum(late),
        most_days_late=max(late, default=0),
    )


def grouped(cases: Iterable[Case], key: Callable[[Case], Key], today: date) -> list[tuple[Key, Figures]]:
    """Figures of each group, the one with the smallest share in time first."""
    groups: dict[Key, list[Case]] = {}
    for each in cases:
        groups.setdefault(key(each), []).append(each)
    rows = [(name, figures(group, today)) for name, group in groups.items()]
    return sorted(rows, key=lambda row: (row[1].share is None, row[1].share or 0.0, str(row[0])))
