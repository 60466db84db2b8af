"""Who may lay down a unit's routes; the steps themselves name permissions of the content apps."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import ADMINISTRATORS

register({"approval.set_route": ADMINISTRATORS})
