"""What the screens of this room share: the unit, the ways between them, and how a refusal is told."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Unit
from conglang.content.royalties.permissions import OWN, READ, TABLES

UNIT_KEY = "don-vi"


def unit_of(request: HttpRequest, permission: str) -> Unit:
    """The acting unit, or the one that the address names. Raises NotFound for one out of reach."""
    by = actor_of(request)
    wanted = request.GET.get(UNIT_KEY, "") or str(by.unit_id)
    unit_id = next((pk for pk in by.grants if str(pk) == wanted and by.may(permission, pk)), None)
    if unit_id is None:
        raise NotFound
    return Unit.objects.get(pk=unit_id)


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


def take_errors(form: Any, refused: ValidationError) -> None:
    """Put a refusal beside the fields that it is about."""
    found = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
    for name, texts in found.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
