"""Who may put a notice on every page."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import Role

register(
    {
        "pagestore.propose_notice": {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "pagestore.confirm_notice": {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
