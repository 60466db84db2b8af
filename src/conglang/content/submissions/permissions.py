"""Who sends something to the desk, who sees what came in, and who decides what becomes of it."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import COMPOSERS, Role
from conglang.content.newsroom.permissions import BOARD

SEND, READ, TAKE = "submissions.send", "submissions.read", "submissions.take"
OPEN_ONE = "submissions.open"  # one's own with SEND, any with READ

READERS = BOARD | {Role.COMMUNE_LEADER, Role.AUDITOR}

register(
    {
        SEND: COMPOSERS,
        READ: READERS,
        OPEN_ONE: COMPOSERS | READERS,
        TAKE: BOARD,
    }
)
