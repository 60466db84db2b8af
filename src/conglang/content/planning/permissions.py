"""Who reads the plan of a unit's content, who writes it, and who approves it."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, PLAN, APPROVE = "planning.read", "planning.plan", "planning.approve"

register(
    {
        READ: EDITORIAL | {Role.COMMUNE_LEADER, Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR},
        PLAN: {Role.DESK, Role.HEAD_EDITOR},
        APPROVE: {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
