"""Who says where items go, and who answers for what comes from above."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, SET, SET_OWN = "distribution.read", "distribution.set", "distribution.set_own"
REFUSE = "distribution.refuse"
REMARK, APPROVE_REMARK, PUBLISH_REMARK = (
    "distribution.remark",
    "distribution.approve_remark",
    "distribution.publish_remark",
)

register(
    {
        READ: EDITORIAL | {Role.COMMUNE_LEADER, Role.AUDITOR},
        SET: {Role.FIELD_EDITOR, Role.DESK, Role.HEAD_EDITOR},
        SET_OWN: EDITORIAL,  # of what they worked on themselves
        REFUSE: {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        REMARK: EDITORIAL,
        APPROVE_REMARK: {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        PUBLISH_REMARK: {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
