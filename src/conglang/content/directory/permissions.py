"""Who keeps the directory. What anyone writes here is approved by another person."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

register(
    {
        "directory.read": EDITORIAL | {Role.COMMUNE_LEADER, Role.AUDITOR},
        "directory.write": EDITORIAL,
        "directory.approve": {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "directory.publish": {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
