"""Who keeps the postings. What anyone enters is approved by another person before it is public."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, WRITE = "postings.read", "postings.write"

register(
    {
        READ: EDITORIAL | {Role.DOCUMENT_CLERK, Role.COMMUNE_LEADER, Role.AUDITOR},
        WRITE: {Role.DOCUMENT_CLERK, Role.CONTRIBUTOR, Role.DESK, Role.HEAD_EDITOR},
        "postings.approve": {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "postings.publish": {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
