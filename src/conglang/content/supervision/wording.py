"""What people read for steps, groups and lengths of time."""

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.formats import vn_number
from conglang.content.newsroom.routes import STEPS
from conglang.content.supervision.rules import Group, What

GROUPS: dict[Group, Promise] = {
    Group.PERSON: _("By person who wrote"),
    Group.DEPARTMENT: _("By department"),
    Group.HAMLET: _("By hamlet"),
}
WHATS: dict[What, Promise] = {
    What.SUBMITTED: _("Submitted"),
    What.RETURNED: _("Sent back"),
    What.PUBLISHED: _("Published"),
}


def step_title(step: str) -> str:
    """A step of the approval."""
    return str(STEPS.get(step, step))


def hours(length: timedelta) -> str:
    """Office hours with one figure after the point."""
    return vn_number(round(length.total_seconds() / 3600, 1))
