"""Who enters what has to be public, who approves the papers about it, and who keeps the catalogue."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, ENTER = "disclosure.read", "disclosure.enter"
APPROVE = "disclosure.approve"
SET_CATALOGUE = "disclosure.set_catalogue"

register(
    {
        READ: EDITORIAL
        | {
            Role.DOCUMENT_CLERK,
            Role.COMMUNE_LEADER,
            Role.ACCOUNTANT,
            Role.UNIT_ADMINISTRATOR,
            Role.PROVINCE_ADMINISTRATOR,
            Role.AUDITOR,
        },
        ENTER: {Role.DOCUMENT_CLERK, Role.DESK, Role.HEAD_EDITOR, Role.ACCOUNTANT},
        APPROVE: {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        SET_CATALOGUE: {Role.PROVINCE_ADMINISTRATOR},
    }
)
