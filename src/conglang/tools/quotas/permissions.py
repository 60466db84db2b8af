"""Who gives keys for the open data."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import ADMINISTRATORS

MANAGE_KEYS = "quotas.manage_keys"

register({MANAGE_KEYS: ADMINISTRATORS})
