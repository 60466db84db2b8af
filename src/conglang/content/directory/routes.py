"""The way of the directory's entries to the public."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.routes import Route, Step

APPROVE = "approve"

SHORT = Route(
    steps=(Step(APPROVE, "directory.approve"),),
    submit="directory.write",
    publish="directory.publish",
    withdraw="directory.publish",
)
"""One writes, another one approves."""

STEPS: dict[str, Promise] = {APPROVE: _("Approval")}
"""What officials read for the step."""
