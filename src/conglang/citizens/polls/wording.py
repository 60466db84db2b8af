"""What people read for states."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.citizens.polls.rules import State

STATES: dict[State, Promise] = {
    State.PROPOSED: _("waits for a second person"),
    State.COMING: _("has not begun"),
    State.OPEN: _("open for votes"),
    State.COUNTING: _("is being counted"),
    State.CLOSED: _("closed"),
    State.WITHDRAWN: _("withdrawn"),
}
TONES: dict[State, str] = {
    State.PROPOSED: "warning",
    State.COMING: "info",
    State.OPEN: "success",
    State.COUNTING: "warning",
    State.CLOSED: "",
    State.WITHDRAWN: "",
}
INDICATIVE = _("For orientation only. It does not stand for a consultation by law.")
