"""Who keeps the register of documents. What anyone enters here is approved by another person."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, WRITE = "documents.read", "documents.write"

register(
    {
        READ: EDITORIAL | {Role.DOCUMENT_CLERK, Role.COMMUNE_LEADER, Role.AUDITOR},
        WRITE: {Role.DOCUMENT_CLERK, Role.CONTRIBUTOR, Role.DESK, Role.HEAD_EDITOR},
        "documents.approve": {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "documents.publish": {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
