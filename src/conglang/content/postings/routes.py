"""The way of postings to the public."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.routes import Route, Step

APPROVE = "approve"

SHORT = Route(
    steps=(Step(APPROVE, "postings.approve"),),
    submit="postings.write",
    publish="postings.publish",
    withdraw="postings.publish",
)
"""One enters, another one approves."""

STEPS: dict[str, Promise] = {APPROVE: _("Approval")}
"""What officials read for the step."""
