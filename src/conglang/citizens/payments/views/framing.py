"""What the desk's pages about funds share."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Unit
from conglang.citizens.payments.queries import Line
from conglang.citizens.payments.wording import STATES, TONES
from conglang.kernel.ids import uuid7


def unit_of(by: Actor, permission: str) -> Unit:
    """The acting unit, or the first one in which the person has the permission. Raises NotFound."""
    ids = sorted(unit_id for unit_id in by.scope.readable or () if by.may(permission, unit_id))
    if not ids:
        raise NotFound
    return Unit.objects.get(pk=by.unit_id if by.unit_id in ids else ids[0])


def uid_of(request: HttpRequest) -> UUID:
    """The key that was made with the form; a new one for none."""
    try:
        return UUID(request.POST.get("uid", ""))
    except ValueError:
        return uuid7()


def key_of(request: HttpRequest, name: str) -> int:
    """The key of a row that a button names. Raises NotFound for what is none."""
    given = request.POST.get(name, "")
    if not (given.isascii() and given.isdigit()):
        raise NotFound
    return int(given)


def shown(line: Line) -> dict[str, Any]:
    """A fund as a line of a list."""
    return {
        "fund": line.fund,
        "totals": line.totals,
        "state": STATES[line.state],
        "tone": TONES.get(line.state, ""),
    }
