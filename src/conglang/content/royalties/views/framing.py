"""What the screens of this room share: the unit, the ways between them, and how a refusal is told."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.places import UNIT_KEY
from conglang.base.units.models import Unit
from conglang.content.royalties.permissions import OWN, READ, TABLES


def frame(by: Actor, unit: Unit, current: str) -> dict[str, Any]:
    """The unit with the tabs that are open to the person; the same unit stays on the way between them."""
    names = {
        "months": (_("Sheets"), OWN),
        "tables": (_("Tables of prices"), TABLES),
        "budget": (_("Budget of the year"), READ),
    }
    query = f"?{UNIT_KEY}={unit.pk}" if unit.pk != by.unit_id else ""
    tabs = [
        {
            "label": label,
            "url": reverse(f"royalties:{name}") + query,
            "current": name == current,
            "count": None,
        }
        for name, (label, permission) in names.items()
        if by.may(permission, unit.pk)
    ]
    return {"unit": unit, "tabs": tabs, "query": query}


def tell_refusal(request: HttpRequest, refused: ValidationError) -> None:
    """Say why nothing was changed."""
    messages.error(request, " ".join(refused.messages))
