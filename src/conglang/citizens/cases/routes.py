"""The way of an answer to its sender."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.citizens.cases.permissions import APPROVE, HANDLE
from conglang.tools.approval.routes import Route, Step

APPROVAL = "approve"

SHORT = Route(
    steps=(Step(APPROVAL, APPROVE),),
    submit=HANDLE,
    publish=APPROVE,
    withdraw=APPROVE,
)
"""One drafts, another one approves; with that the sender has the answer."""

STEPS: dict[str, Promise] = {APPROVAL: _("Approval")}
"""What officials read for the step."""
