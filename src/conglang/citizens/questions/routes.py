"""Ways of an answer to the public. Units choose; this is what they choose from."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.routes import NamedRoute, Route, Step

CHECKED, APPROVED = "check_answer", "approve_answer"
_SUBMIT, _PUBLISH = "questions.answer", "questions.publish"

FULL = Route(
    steps=(Step(CHECKED, "questions.check"), Step(APPROVED, "questions.approve")),
    submit=_SUBMIT,
    publish=_PUBLISH,
    withdraw=_PUBLISH,
)
"""Who answers drafts, the editor of the field checks, the head editor or a leader approves (001 Art. 10)."""

SHORT = Route(
    steps=(Step(APPROVED, "questions.approve"),), submit=_SUBMIT, publish=_PUBLISH, withdraw=_PUBLISH
)
"""One answers, another one approves: for small communes."""

STEPS: dict[str, Promise] = {CHECKED: _("Check by the field"), APPROVED: _("Approval")}
"""What officials read for the steps."""

NAMED: dict[str, NamedRoute] = {
    "full": NamedRoute(
        FULL,
        _("With a check by the field"),
        _("One person answers, the field checks, the head editor or a leader approves."),
    ),
    "short": NamedRoute(
        SHORT, _("Short way"), _("One person writes, another one approves. For units with few people.")
    ),
}
"""What units choose from, by the name in forms."""
