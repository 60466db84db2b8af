"""Who may put a notice on every page."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import Role

PROPOSE_NOTICE = "pagestore.propose_notice"
CONFIRM_NOTICE = "pagestore.confirm_notice"

register(
    {
        PROPOSE_NOTICE: {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        CONFIRM_NOTICE: {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
