"""Which unit and which week a page is about."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Unit
from conglang.base.units.queries import units_in_force
from conglang.content.calendars.models import FIRST_YEAR, LAST_YEAR
from conglang.content.calendars.rules import WEEK, monday_of
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

UNIT_KEY = "don-vi"
MOST_CHOICES = 30


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
    ids = [unit_id for unit_id in by.grants if by.may(permission, unit_id)]
    wanted = request.GET.get(UNIT_KEY, "") or str(by.unit_id if by.unit_id in ids or not ids else ids[0])
    found = next((unit_id for unit_id in ids if str(unit_id) == wanted), None)
    if found is None:
        raise NotFound
    few = ids if 1 < len(ids) <= MOST_CHOICES else []
    today = local_day(clock_now())
    units = tuple(units_in_force(today).filter(pk__in=few).order_by("lineage", "name"))
    day = _day(monday) if monday else today
    return Place(by, Unit.objects.get(pk=found), units, monday_of(day))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if not FIRST_YEAR < day.year < LAST_YEAR:
        raise NotFound
    return day
