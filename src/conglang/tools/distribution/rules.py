"""When a line of a sheet is open, and when somebody looks whether the item came there. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

REMARK_LENGTH = 600
REASON_LENGTH = 300
LOOKS = 8  # in a row without success, the last one about four hours after the first
FIRST_LOOK = timedelta(seconds=30)  # pages and feeds follow a publication within seconds


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when; None is open on that side."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether the moment lies within."""
        return (self.starts_at is None or self.starts_at <= now) and (
            self.ends_at is None or now < self.ends_at
        )

    @property
    def is_possible(self) -> bool:
        """Whether it ends after it starts."""
        return None in {self.starts_at, self.ends_at} or self.starts_at < self.ends_at  # type: ignore[operator]


def next_look(now: datetime, looks: int) -> datetime | None:
    """When to look again after so many looks in vain; None when it is no use any more."""
    return now + timedelta(minutes=2**looks) if looks < LOOKS else None
