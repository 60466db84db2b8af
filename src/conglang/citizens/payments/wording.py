"""What people read for states of funds and outcomes of lines."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.citizens.payments.matching import Outcome
from conglang.citizens.payments.rules import State

STATES: dict[State, Promise] = {
    State.PROPOSED: _("waits for a second person"),
    State.DROPPED: _("taken back"),
    State.COMING: _("has not begun"),
    State.OPEN: _("being collected"),
    State.OVER: _("no longer collected"),
}
TONES: dict[State, str] = {State.PROPOSED: "warning", State.COMING: "info", State.OPEN: "success"}

OUTCOMES: dict[Outcome, Promise] = {
    Outcome.FITS: _("fits its request"),
    Outcome.GIFT: _("gift without a slip"),
    Outcome.PAID: _("noted before"),
    Outcome.AMOUNT: _("another amount than asked for"),
    Outcome.UNKNOWN: _("no reference of ours"),
    Outcome.UNREAD: _("day, number or amount cannot be read"),
}
OUTCOME_TONES: dict[Outcome, str] = {
    Outcome.FITS: "success", Outcome.GIFT: "success", Outcome.AMOUNT: "danger", Outcome.UNREAD: "danger",
    Outcome.UNKNOWN: "warning",
}  # fmt: skip
