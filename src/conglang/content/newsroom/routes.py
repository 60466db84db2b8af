"""Ways of an article to the public. Units choose; this is what they choose from."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.routes import Route, Step

VERIFY, APPROVE = "verify", "approve"
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

SHORT = Route(
    steps=(Step(APPROVE, "newsroom.approve"),), submit=_SUBMIT, publish=_PUBLISH, withdraw=_WITHDRAW
)
"""One writes, another one approves: for small communes."""

STEPS: dict[str, Promise] = {VERIFY: _("Verification"), APPROVE: _("Approval")}
"""What officials read for the steps."""
