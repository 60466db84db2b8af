"""Who asks and decides on what came in, and who answers: those who bring files into the register."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, ASK, ANSWER = "campaigns.read", "campaigns.ask", "campaigns.answer"

register(
    {
        READ: EDITORIAL
        | {Role.DOCUMENT_CLERK, Role.COMMUNE_LEADER, Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR},
        ASK: {
            *(Role.DEPARTMENT_HEAD, Role.DESK, Role.HEAD_EDITOR),
            *(Role.COMMUNE_LEADER, Role.PROVINCE_ADMINISTRATOR),
        },
        ANSWER: {Role.DOCUMENT_CLERK, Role.CONTRIBUTOR, Role.DESK, Role.HEAD_EDITOR},
    }
)
