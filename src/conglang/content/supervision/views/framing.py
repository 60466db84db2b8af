"""What the screens of this room share: unit and period, and the ways between them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.content.planning.queries import Period
from conglang.content.planning.views.framing import Here, here, whole
from conglang.content.supervision.models import Span
from conglang.content.supervision.permissions import ALL, INSPECT, OWN, READ_REGISTER
from conglang.content.supervision.queries import Contributions, contributions, period_with

SPAN_KEY, MONTH_KEY = "ky", "thang"


@dataclass(frozen=True)
class Look:
    """A unit and a period, as the address has them."""

    place: Here
    span: Span
    period: Period

    def query(self, **more: Any) -> str:
        """The end of an address that stays with both."""
        mine = {SPAN_KEY: self.span.value, MONTH_KEY: self.period.first.month}
        return f"{self.place.query()}&{urlencode(mine | more)}"

    def found(self) -> Contributions:
        """All contributions for those who see them; for everybody else their own."""
        found = contributions(self.place.unit, self.period)
        by = self.place.by
        return found if self.place.may(ALL) else found.of(by.user_id, by.name)


def look(request: HttpRequest) -> Look:
    """The unit of the desk with this month, unless the address says otherwise. Raises NotFound."""
    place, given = here(request, OWN), request.GET.get(SPAN_KEY, "")
    span = Span(given) if given in Span.values else Span.MONTH
    this_month = place.today.month if place.year == place.today.year else 1
    month = whole(request.GET.get(MONTH_KEY, ""), 1, 12) or this_month
    return Look(place, span, period_with(span, date(place.year, month, 1)))


def frame(place: Here, current: str) -> dict[str, Any]:
    """The unit with the tabs that are open to the person."""
    names = {
        "figures": (_("Contributions"), OWN),
        "rounds": (_("Inspection of published items"), INSPECT),
        "register": (_("Violations and praise"), READ_REGISTER),
    }
    tabs = [
        {
            "label": label,
            "url": reverse(f"supervision:{name}") + place.query(),
            "current": name == current,
            "count": None,
        }
        for name, (label, permission) in names.items()
        if place.may(permission)
    ]
    return {"unit": place.unit, "year": place.year, "tabs": tabs}
