"""Who reads the audit trail and looks after deliveries that failed."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import ADMINISTRATORS, Role

READ_TRAIL = "workspace.read_trail"
RETRY_DELIVERIES = "workspace.retry_deliveries"

register(
    {
        READ_TRAIL: ADMINISTRATORS | {Role.AUDITOR},
        # deliveries belong to the installation, not to one unit
        RETRY_DELIVERIES: {Role.PROVINCE_ADMINISTRATOR},
    }
)
