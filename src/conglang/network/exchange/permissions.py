"""Who connects a unit with portals outside this installation."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import Role

KEEP = "exchange.keep_feeds"
CONFIRM = "exchange.confirm_feed"

register(
    {
        KEEP: {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        CONFIRM: {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
