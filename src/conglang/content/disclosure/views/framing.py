"""What the screens of this room share: the unit that is looked at, and the ways between them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.places import UNIT_KEY
from conglang.base.units.models import Unit, UnitLevel


def frame(by: Actor, unit: Unit, current: str) -> dict[str, Any]:
    """The unit with its tabs; the same unit stays on the way between them."""
    names = {
        "coverage": _("How we stand"),
        "papers": _("Lists, plan and report"),
        "catalogue": _("The catalogue"),
    }
    if oversees(by):
        names["communes"] = _("All communes")
    query = f"?{UNIT_KEY}={unit.pk}" if unit.pk != by.unit_id else ""
    tabs = [
        {
            "label": label,
            "url": reverse(f"disclosure:{name}") + (query if name in {"coverage", "papers"} else ""),
            "current": name == current,
            "count": None,
        }
        for name, label in names.items()
    ]
    return {"unit": unit, "tabs": tabs, "query": query}


def oversees(by: Actor) -> bool:
    """Whether the acting unit is a province."""
    return Unit.objects.filter(pk=by.unit_id or 0, level=UnitLevel.PROVINCE).exists()
