"""For which unit somebody works on a page of the desk."""

from datetime import date

from django.http import HttpRequest

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Unit
from conglang.base.units.queries import units_in_force

MOST_CHOICES = 30  # a longer menu of units is no menu any more
UNIT_KEY = "don-vi"
OTHER_UNIT = "doi-don-vi"  # the button that asks for the form of another unit


def own_unit(by: Actor, permission: str) -> Unit:
    """The acting unit. Raises NotFound where the person lacks the permission there."""
    if by.unit_id is None or not by.may(permission, by.unit_id):
        raise NotFound
    return Unit.objects.get(pk=by.unit_id)


def unit_of(by: Actor, permission: str) -> Unit:
    """The acting unit, or the first one in which the person has the permission. Raises NotFound."""
    ids = sorted(unit_id for unit_id in by.scope.readable or () if by.may(permission, unit_id))
    if not ids:
        raise NotFound
    return Unit.objects.get(pk=by.unit_id if by.unit_id in ids else ids[0])


def named_unit(request: HttpRequest, permission: str) -> Unit:
    """The acting unit, or the one that the address names. Raises NotFound for one out of reach."""
    by = actor_of(request)
    wanted = request.GET.get(UNIT_KEY, "") or str(by.unit_id)
    unit_id = next((pk for pk in by.grants if str(pk) == wanted and by.may(permission, pk)), None)
    if unit_id is None:
        raise NotFound
    return Unit.objects.get(pk=unit_id)


def units_to_choose(
    request: HttpRequest, by: Actor, permission: str, on: date | None = None
) -> tuple[Unit, list[Unit]]:
    """The unit to work for, and those to choose from; the acting one unless form or address name another.

    With `on` only units that exist on the day count. Raises NotFound for a unit in which the person lacks
    the permission.
    """
    ids = [unit_id for unit_id in by.grants if by.may(permission, unit_id)]
    if on is not None:
        there = set(units_in_force(on).filter(pk__in=ids).values_list("pk", flat=True))
        ids = [unit_id for unit_id in ids if unit_id in there]
    wanted = request.POST.get(UNIT_KEY) or request.GET.get(UNIT_KEY, "")
    wanted = wanted or str(by.unit_id if by.unit_id in ids else ids[0] if ids else "")
    unit_id = next((each for each in ids if str(each) == wanted), None)
    if unit_id is None:
        raise NotFound
    few = ids if 1 < len(ids) <= MOST_CHOICES else []
    return Unit.objects.get(pk=unit_id), list(Unit.objects.filter(pk__in=few).order_by("code"))
