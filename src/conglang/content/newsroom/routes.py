"""Ways of an article to the public. Units choose; this is what they choose from."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.routes import NamedRoute, Route, Step

SIGN_OFF, VERIFY, POLICE, CULTURE, APPROVE = "sign_off", "verify", "police", "culture", "approve"
_SUBMIT, _PUBLISH, _WITHDRAW = "newsroom.write", "newsroom.publish", "newsroom.withdraw"

FULL = Route(
    steps=(
        # the desk collects: it hands each article to the editor of its field
        Step(VERIFY, "newsroom.verify", assigned_by="newsroom.collect", needs_assignment=True),
        Step(APPROVE, "newsroom.approve"),
    ),
    submit=_SUBMIT,
    publish=_PUBLISH,
    withdraw=_WITHDRAW,
)
"""Contributor, desk, field editor, head editor: the way of N1."""

SIGNED = Route(
    steps=(
        # goes by itself to the head of the supplying department; the desk names somebody where there is none
        Step(SIGN_OFF, "newsroom.sign_off", assigned_by="newsroom.collect", needs_assignment=True),
        *FULL.steps,
    ),
    submit=_SUBMIT,
    publish=_PUBLISH,
    withdraw=_WITHDRAW,
)
"""The head of the supplying department signs off by name before the desk: the way of N13."""

BESIDE = Route(
    steps=(
        FULL.steps[0],
        # neither waits for the other one; the desk names somebody for each
        *(
            Step(name, "newsroom.check", "checks", assigned_by="newsroom.collect", needs_assignment=True)
            for name in (POLICE, CULTURE)
        ),
        FULL.steps[1],
    ),
    submit=_SUBMIT,
    publish=_PUBLISH,
    withdraw=_WITHDRAW,
)
"""Police and culture look at it side by side, between the field editor and the head editor."""

SHORT = Route(
    steps=(Step(APPROVE, "newsroom.approve"),), submit=_SUBMIT, publish=_PUBLISH, withdraw=_WITHDRAW
)
"""One writes, another one approves: for small communes."""

STEPS: dict[str, Promise] = {
    SIGN_OFF: _("Sign-off by the department"),
    VERIFY: _("Verification"),
    POLICE: _("Check by the police"),
    CULTURE: _("Check by culture and information"),
    APPROVE: _("Approval"),
}
"""What officials read for the steps."""


NAMED: dict[str, NamedRoute] = {
    "full": NamedRoute(
        FULL, _("Full way"), _("The desk assigns, a field editor verifies, the head editor approves.")
    ),
    "signed": NamedRoute(
        SIGNED,
        _("Full way with the department's sign-off"),
        _("The head of the supplying department signs off first; then as on the full way."),
    ),
    "beside": NamedRoute(
        BESIDE,
        _("Full way with the checks of police and culture"),
        _("Both check side by side what the field editor verified; then the head editor approves."),
    ),
    "short": NamedRoute(
        SHORT, _("Short way"), _("One person writes, another one approves. For units with few people.")
    ),
}
"""What units choose from, by the name in forms."""
