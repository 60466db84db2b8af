"""Who keeps the register of documents. What anyone enters here is approved by another person."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, WRITE, FIGURES = "documents.read", "documents.write", "documents.figures"
APPROVE = "documents.approve"  # or say as the second person that it is not to be published

register(
    {
        READ: EDITORIAL | {Role.DOCUMENT_CLERK, Role.COMMUNE_LEADER, Role.AUDITOR},
        WRITE: {Role.DOCUMENT_CLERK, Role.CONTRIBUTOR, Role.DESK, Role.HEAD_EDITOR},
        FIGURES: {
            *(Role.DOCUMENT_CLERK, Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER),
            *(Role.AUDITOR, Role.PROVINCE_ADMINISTRATOR),
        },
        APPROVE: {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "documents.publish": {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
