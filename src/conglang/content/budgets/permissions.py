"""Who makes the budget public. What anyone enters here is approved by another person."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, WRITE, OVERSEE = "budgets.read", "budgets.write", "budgets.oversee"

register(
    {
        READ: EDITORIAL
        | {Role.ACCOUNTANT, Role.DOCUMENT_CLERK, Role.COMMUNE_LEADER, Role.PROVINCE_ADMINISTRATOR}
        | {Role.AUDITOR},
        WRITE: {Role.ACCOUNTANT, Role.DOCUMENT_CLERK, Role.CONTRIBUTOR, Role.DESK, Role.HEAD_EDITOR},
        "budgets.approve": {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "budgets.publish": {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        OVERSEE: {Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR},
    }
)
