"""For which unit somebody enters documents."""

from django.http import HttpRequest

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Unit
from conglang.content.documents.permissions import WRITE

MOST_CHOICES = 30  # a longer menu of units is no menu any more
UNIT_KEY = "don-vi"


def unit_of(request: HttpRequest, by: Actor) -> tuple[Unit, list[Unit]]:
    """The unit to write for, the acting one unless the address names another, and those to choose from.

    Raises NotFound for a unit in which the person does not write.
    """
    ids = [unit_id for unit_id in by.grants if by.may(WRITE, unit_id)]
    wanted = request.GET.get(UNIT_KEY, "") or str(by.unit_id if by.unit_id in ids else ids[0] if ids else "")
    unit_id = next((each for each in ids if str(each) == wanted), None)
    if unit_id is None:
        raise NotFound
    few = ids if 1 < len(ids) <= MOST_CHOICES else []
    return Unit.objects.get(pk=unit_id), list(Unit.objects.filter(pk__in=few))
