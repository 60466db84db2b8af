"""For which unit and year somebody works."""

from datetime import date

from django.http import HttpRequest

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Unit, UnitLevel
from conglang.base.units.queries import units_in_force
from conglang.content.budgets.permissions import OVERSEE

YEAR_KEY = "nam"


def year_of(request: HttpRequest, years: list[int], today: date) -> int:
    """The year that the address names, if it is one of those to choose from; else this year."""
    wanted = request.GET.get(YEAR_KEY, "")
    return next((year for year in years if str(year) == wanted), today.year)


def overseen(by: Actor, today: date) -> list[Unit]:
    """The communes whose budgets the person oversees."""
    ids = [unit_id for unit_id in by.grants if by.may(OVERSEE, unit_id)]
    return list(units_in_force(today).filter(pk__in=ids, level=UnitLevel.COMMUNE).order_by("code"))
