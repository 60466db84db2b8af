"""The way of consultations and their outcomes to the public."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.routes import Route, Step

SHORT = Route(
    steps=(Step("approve", "consultations.approve"),),
    submit="consultations.write",
    publish="consultations.publish",
    withdraw="consultations.publish",
)
"""One writes, another one approves."""

STEPS: dict[str, Promise] = {"approve": _("Approval")}
"""What officials read for the step."""
