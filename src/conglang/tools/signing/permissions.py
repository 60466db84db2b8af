"""Who decides whose certificates are trusted: two administrators of the province."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import Role

INSTALL = "signing.install_anchor"
CONFIRM = "signing.confirm_anchor"
READ = "signing.read_anchors"

register(
    {
        INSTALL: {Role.PROVINCE_ADMINISTRATOR},
        CONFIRM: {Role.PROVINCE_ADMINISTRATOR},
        READ: {Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR},
    }
)
