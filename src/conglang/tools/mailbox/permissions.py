"""Who connects mailboxes, and who decides about letters that wait."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import ADMINISTRATORS, Role

KEEP = "mailbox.keep_accounts"
READ = "mailbox.read"
DECIDE = "mailbox.decide"

register(
    {
        KEEP: ADMINISTRATORS,
        READ: {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER, Role.AUDITOR},
        DECIDE: {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
