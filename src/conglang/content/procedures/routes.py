"""The way of a commune's notes to the public."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.routes import Route, Step

APPROVE = "approve"

SHORT = Route(
    steps=(Step(APPROVE, "procedures.approve_note"),),
    submit="procedures.write_note",
    publish="procedures.publish_note",
    withdraw="procedures.publish_note",
)
"""One writes, another one approves."""

STEPS: dict[str, Promise] = {APPROVE: _("Approval")}
"""What officials read for the step."""
