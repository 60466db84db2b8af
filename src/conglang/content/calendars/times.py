"""When an entry is: local days and times of day. There is one zone and no summer time."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.utils.translation import gettext as _

from conglang.base.ui.formats import vn_date
from conglang.kernel.clock import LOCAL_ZONE
from conglang.kernel.icalendar import Times


@dataclass(frozen=True, kw_only=True)
class When(Times):
    """The times of an entry, in words and as data."""

    @classmethod
    def of(cls, holder: Any) -> Self:
        """The same of an entry, or of anything with these four fields."""
        return cls(**{each.name: getattr(holder, each.name) for each in fields(When)})

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Read what `as_data` wrote."""
        return cls(
            starts_on=date.fromisoformat(data["starts_on"]),
            starts_at=time.fromisoformat(data["starts_at"]) if data["starts_at"] else None,
            ends_on=date.fromisoformat(data["ends_on"]),
            ends_at=time.fromisoformat(data["ends_at"]) if data["ends_at"] else None,
        )

    def as_data(self) -> dict[str, str | None]:
        """For JSON."""
        return {name: value.isoformat() if value else None for name, value in asdict(self).items()}

    @property
    def starts(self) -> datetime:
        """The instant of the beginning; the first midnight of whole days."""
        return datetime.combine(self.starts_on, self.starts_at or time(), LOCAL_ZONE)

    @property
    def days(self) -> list[date]:
        """Every day that it touches."""
        number = (self.ends_on - self.starts_on).days
        return [self.starts_on + timedelta(days=each) for each in range(number + 1)]

    @property
    def hours(self) -> str:
        """The times of day in words: `8 giờ – 11 giờ 30`."""
        if self.starts_at is None:
            return _("All day")
        if self.ends_at is None:
            return _("from %(time)s") % {"time": vn_time(self.starts_at)}
        return f"{vn_time(self.starts_at)} – {vn_time(self.ends_at)}"

    def __str__(self) -> str:
        """`thứ Tư, 25/11/2026, 8 giờ – 11 giờ 30`."""
        first, last = vn_date(self.starts_on), vn_date(self.ends_on)
        if self.starts_on == self.ends_on:
            return f"{first}, {self.hours[0].lower()}{self.hours[1:]}"
        begins = f"{first}, {vn_time(self.starts_at)}" if self.starts_at else first
        ends = f"{last}, {vn_time(self.ends_at)}" if self.ends_at else last
        return f"{begins} – {ends}"


def vn_time(at: time) -> str:
    """`8 giờ`, `8 giờ 05`."""
    return f"{at.hour} giờ {at:%M}" if at.minute else f"{at.hour} giờ"
