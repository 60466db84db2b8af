"""For which unit and year somebody works."""

from datetime import date

from django.http import HttpRequest

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Unit, UnitLevel
from conglang.base.units.queries import units_in_force
from conglang.content.budgets.permissions import OVERSEE

MOST_CHOICES = 30  # a longer menu of units is no menu any more
UNIT_KEY, YEAR_KEY = "don-vi", "nam"


def unit_of(request: HttpRequest, by: Actor, permission: str) -> tuple[Unit, list[Unit]]:
    """The unit to work for, the acting one unless the address names another, and those to choose from.

    Raises NotFound for a unit in which the person lacks the permission.
    """
    ids = [unit_id for unit_id in by.grants if by.may(permission, unit_id)]
    wanted = request.GET.get(UNIT_KEY, "") or str(by.unit_id if by.unit_id in ids else ids[0] if ids else "")
    unit_id = next((each for each in ids if str(each) == wanted), None)
    if unit_id is None:
        raise NotFound
    few = ids if 1 < len(ids) <= MOST_CHOICES else []
    return Unit.objects.get(pk=unit_id), list(Unit.objects.filter(pk__in=few).order_by("code"))


def year_of(request: HttpRequest, years: list[int], today: date) -> int:
    """The year that the address names, if it is one of those to choose from; else this year."""
    wanted = request.GET.get(YEAR_KEY, "")
    return next((year for year in years if str(year) == wanted), today.year)


def overseen(by: Actor, today: date) -> list[Unit]:
    """The communes whose budgets the person oversees."""
    ids = [unit_id for unit_id in by.grants if by.may(OVERSEE, unit_id)]
    return list(units_in_force(today).filter(pk__in=ids, level=UnitLevel.COMMUNE).order_by("code"))
