"""Who sees the clock, who works on a duty, who moves a date, and who says what law and calendar are."""

from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.permissions import describe, register
from conglang.base.accounts.roles import ADMINISTRATORS, APPROVERS, Role

READ = "duties.read"
WORK = "duties.work"
DECIDE = "duties.decide"
SET_RULES = "duties.set_rules"
SET_HOURS = "duties.set_hours"

register(
    {
        READ: frozenset(Role),
        WORK: frozenset(Role) - {Role.AUDITOR},
        DECIDE: APPROVERS,
        SET_RULES: {Role.PROVINCE_ADMINISTRATOR},
        SET_HOURS: ADMINISTRATORS,
    }
)
describe({DECIDE: _("Extend or cancel duties")})
