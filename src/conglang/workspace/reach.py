"""Which unit a settings page is about, for people who look after one or after thousands."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.authority import MANAGE
from conglang.base.units.models import Site, Unit
from conglang.base.units.queries import units_in_force
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

MOST_CHOICES = 30  # a longer list is no menu any more: the page of units leads here as well
UNIT_KEY = "don-vi"


@dataclass(frozen=True)
class Reach:
    """The unit in question, and the others that could be: a short menu, or the page that lists them."""

    unit: Unit
    units: tuple[Unit, ...]
    list_url: str

    def url(self, name: str) -> str:
        """The address of a page for this unit."""
        return unit_url(name, self.unit.pk)


def unit_url(name: str, unit_id: int) -> str:
    """The address of a page for a unit."""
    return f"{reverse(name)}?{UNIT_KEY}={unit_id}"


def site_base(request: HttpRequest, unit_id: int) -> str:
    """Scheme and host of the unit's public site; empty for a unit without one."""
    site = Site.objects.filter(unit=unit_id).first()
    if site is None:
        return ""
    port = request.get_port()
    return f"{request.scheme}://{site.host if port in {'80', '443'} else f'{site.host}:{port}'}"


def reach(request: HttpRequest, permission: str) -> Reach:
    """The acting unit unless the address names another. Raises NotFound without the permission in it."""
    by = actor_of(request)
    ids = [unit_id for unit_id in by.grants if by.may(permission, unit_id)]
    unit_id = _wanted(request, by, ids)
    few = ids if 1 < len(ids) <= MOST_CHOICES else []
    units = tuple(units_in_force(local_day(clock_now())).filter(pk__in=few))
    has_list = len(ids) > MOST_CHOICES and by.may_somewhere(MANAGE)
    unit = Unit.objects.get(pk=unit_id)
    return Reach(unit, units if len(units) > 1 else (), reverse("workspace:units") if has_list else "")


def _wanted(request: HttpRequest, by: Actor, ids: list[int]) -> int:
    wanted = request.GET.get(UNIT_KEY, "")
    if not wanted and by.unit_id not in ids and ids:
        return ids[0]
    found = next((unit_id for unit_id in ids if str(unit_id) == (wanted or str(by.unit_id))), None)
    if found is None:
        raise NotFound
    return found
