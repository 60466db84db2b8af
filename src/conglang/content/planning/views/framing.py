"""What the screens of this room share: the unit, the year, the ways between them, tables and refusals."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Unit
from conglang.content.planning.permissions import READ
from conglang.content.planning.queries import Period
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

UNIT_KEY, YEAR_KEY = "don-vi", "nam"
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_KEY = 10**17
COMING = "sap-toi"


@dataclass(frozen=True)
class Here:
    """Whose plan is looked at, and for which year."""

    by: Actor
    unit: Unit
    year: int
    today: date

    def query(self, **more: Any) -> str:
        """The end of an address that stays with the unit and the year."""
        place = {UNIT_KEY: self.unit.pk} if self.unit.pk != self.by.unit_id else {}
        return f"?{urlencode(place | {YEAR_KEY: self.year} | more)}"

    def may(self, permission: str) -> bool:
        """Whether the person holds it in the unit."""
        return self.by.may(permission, self.unit.pk)


def here(request: HttpRequest, permission: str = READ) -> Here:
    """The acting unit or the one that the address names. Raises NotFound for one out of reach."""
    by, today = actor_of(request), local_day(clock_now())
    wanted = request.GET.get(UNIT_KEY, "") or str(by.unit_id)
    known = (pk for pk in {by.unit_id, *by.grants} if str(pk) == wanted and by.may(permission, pk))
    unit_id = next(known, None)
    if unit_id is None:
        raise NotFound
    year = whole(request.GET.get(YEAR_KEY, ""), FIRST_YEAR, LAST_YEAR) or today.year
    return Here(by, Unit.objects.get(pk=unit_id), year, today)


def whole(text: str, least: int, most: int) -> int | None:
    """A number of an address within its bounds."""
    is_number = text.isascii() and text.isdigit() and len(text) < 18
    return int(text) if is_number and least <= int(text) <= most else None


def frame(place: Here, current: str) -> dict[str, Any]:
    """The unit with the tabs and the years beside this one."""
    names = {
        "plan": _("Plan and targets"),
        "assignments": _("Who writes what"),
        "month": _("Publication calendar"),
        "themes": _("Themes and series"),
    }
    tabs = [
        {
            "label": label,
            "url": reverse(f"planning:{name}") + place.query(),
            "current": name == current,
            "count": None,
        }
        for name, label in names.items()
    ]
    years = [(year, Here(place.by, place.unit, year, place.today).query()) for year in _years(place)]
    return {"unit": place.unit, "year": place.year, "tabs": tabs, "years": years, "query": place.query()}


def _years(place: Here) -> list[int]:
    return [year for year in (place.year - 1, place.year + 1) if FIRST_YEAR <= year <= LAST_YEAR]


def columns(first: str, *numbers: str) -> list[dict[str, Any]]:
    """Heads of a table of figures."""
    return [{"label": first, "number": False}, *({"label": text, "number": True} for text in numbers)]


def figure(number: int, url: str) -> Any:
    """A number that opens its items; nothing is behind none."""
    return format_html('<a href="{}">{}</a>', url, number) if number else "–"


def month_head(month: int) -> str:
    """A month at the head of a column, in two or three signs."""
    return _("M%(month)s") % {"month": month}


def items_url(place: Here, period: Period, **more: Any) -> str:
    """Where the items behind a figure stand."""
    days = {"tu": period.first.isoformat(), "den": period.last.isoformat()}
    return reverse("planning:items") + place.query(**days, **more)


def tell_refusal(request: HttpRequest, refused: ValidationError) -> None:
    """Say why nothing was changed."""
    messages.error(request, " ".join(refused.messages))
