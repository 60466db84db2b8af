"""Who asks the people about drafts. What anybody writes, another person approves before it is public."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, WRITE = "consultations.read", "consultations.write"
APPROVE, PUBLISH = "consultations.approve", "consultations.publish"

register(
    {
        READ: EDITORIAL | {Role.DOCUMENT_CLERK, Role.CASE_OFFICER, Role.COMMUNE_LEADER, Role.AUDITOR},
        # draft, type in opinions on paper, weigh opinions, write the outcome
        WRITE: {Role.DOCUMENT_CLERK, Role.CONTRIBUTOR, Role.DESK},
        APPROVE: {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        PUBLISH: {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
