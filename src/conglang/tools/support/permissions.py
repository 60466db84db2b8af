"""Who says what is difficult, who answers, who sees how it goes."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import ADMINISTRATORS, READ_ONLY, Role

REPORT = "support.report"
ANSWER = "support.answer"
ANSWER_FOR_ALL = "support.answer_for_all"
READ = "support.read"

register(
    {
        REPORT: frozenset(Role) - READ_ONLY,
        ANSWER: ADMINISTRATORS,
        ANSWER_FOR_ALL: {Role.PROVINCE_ADMINISTRATOR},
        READ: ADMINISTRATORS | READ_ONLY,
    }
)
