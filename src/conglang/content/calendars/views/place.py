"""Which unit and which week a page is about."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.permissions import NotFound
from conglang.base.accounts.places import UNIT_KEY, units_to_choose
from conglang.base.units.models import Unit
from conglang.content.calendars.models import FIRST_YEAR, LAST_YEAR
from conglang.content.calendars.rules import WEEK, monday_of
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now


@dataclass(frozen=True)
class Place:
    """A week of a unit's calendar, and the other units that the person could ask for."""

    by: Actor
    unit: Unit
    units: tuple[Unit, ...]
    monday: date

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)

    def url(self, name: str = "week", monday: date | None = None) -> str:
        """A page about this unit and a week."""
        at = reverse(f"calendars:{name}", args=[(monday or self.monday).isoformat()])
        return at if self.unit.pk == self.by.unit_id else f"{at}?{UNIT_KEY}={self.unit.pk}"

    @property
    def urls(self) -> dict[str, str]:
        """The pages of the week, by name."""
        names = ("week", "write", "copy", "submit", "approve", "return")
        around = {"previous": self.monday - WEEK, "next": self.monday + WEEK}
        return {name: self.url(name) for name in names} | {
            name: self.url(monday=monday) for name, monday in around.items()
        }


def place_of(request: HttpRequest, permission: str, monday: str = "") -> Place:
    """The acting unit unless the address names another. Raises NotFound without the permission in it."""
    by = actor_of(request)
    today = local_day(clock_now())
    unit, units = units_to_choose(request, by, permission)
    day = _day(monday) if monday else today
    return Place(by, unit, tuple(each for each in units if each.in_force(today)), monday_of(day))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if not FIRST_YEAR < day.year < LAST_YEAR:
        raise NotFound
    return day
