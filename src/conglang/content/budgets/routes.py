"""The way of budget items to the public."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.routes import Route, Step

APPROVE = "approve"

SHORT = Route(
    steps=(Step(APPROVE, "budgets.approve"),),
    submit="budgets.write",
    publish="budgets.publish",
    withdraw="budgets.publish",
)
"""One enters, another one approves."""

STEPS: dict[str, Promise] = {APPROVE: _("Approval")}
"""What officials read for the step."""
