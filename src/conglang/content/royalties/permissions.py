"""Who sees and moves money. The sheet is approved by somebody who had no hand in it, and paid after that."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

OWN, READ, TABLES = "royalties.own", "royalties.read", "royalties.tables"
PROPOSE, ADJUST, APPROVE, CLOSE = (
    "royalties.propose",
    "royalties.adjust",
    "royalties.approve",
    "royalties.close",
)
SET_TABLE, SET_BUDGET = "royalties.set_table", "royalties.set_budget"

_SEES_MONEY = frozenset({Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER, Role.ACCOUNTANT, Role.AUDITOR})

register(
    {
        OWN: EDITORIAL | _SEES_MONEY | {Role.PROVINCE_ADMINISTRATOR},
        READ: _SEES_MONEY,
        TABLES: _SEES_MONEY | {Role.PROVINCE_ADMINISTRATOR},
        PROPOSE: {Role.DESK, Role.HEAD_EDITOR},
        ADJUST: {Role.HEAD_EDITOR},
        APPROVE: {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        CLOSE: {Role.ACCOUNTANT, Role.COMMUNE_LEADER},
        SET_TABLE: {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER, Role.PROVINCE_ADMINISTRATOR},
        SET_BUDGET: {Role.ACCOUNTANT, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
