"""The words for lines."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.distribution.overview import State

STATES: dict[State, Promise] = {
    State.PLANNED: _("planned, not public yet"),
    State.LATER: _("begins later"),
    State.LIVE: _("is there now"),
    State.LEAVING: _("ends when the new version is approved"),
    State.REFUSED: _("the unit does without it"),
    State.OVER: _("has ended"),
}
TONES = {
    State.PLANNED: "",
    State.LATER: "",
    State.LIVE: "success",
    State.LEAVING: "warning",
    State.REFUSED: "warning",
    State.OVER: "",
}
