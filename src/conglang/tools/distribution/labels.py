"""The words for lines."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.distribution.models import Evidence
from conglang.tools.distribution.overview import State

STATES: dict[State, Promise] = {
    State.PLANNED: _("planned, not public yet"),
    State.COMING: _("on its way there"),
    State.LATER: _("begins later"),
    State.LIVE: _("is there now"),
    State.LEAVING: _("ends when the new version is approved"),
    State.REFUSED: _("the unit does without it"),
    State.OVER: _("has ended"),
}
TONES = {
    State.PLANNED: "",
    State.COMING: "info",
    State.LATER: "",
    State.LIVE: "success",
    State.LEAVING: "warning",
    State.REFUSED: "warning",
    State.OVER: "",
}
# what a look reports; anything else is an answer of the net, such as "HTTP 404"
TROUBLES: dict[str, Promise] = {
    "not in it": _("it is not among the newest entries"),
    "no site": _("the unit has no site"),
    "empty": _("the page is empty"),
    "too large or too slow": _("the page is too large or too slow"),
    "NewConnectionError": _("the site does not answer"),
    "NameResolutionError": _("the name of the site is not known"),
}


def note_of(evidence: Evidence) -> str:
    """What was wrong, in people's words."""
    return str(TROUBLES.get(evidence.note, evidence.note))
