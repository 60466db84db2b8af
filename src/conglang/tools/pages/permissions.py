"""Who lays out a site."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import Role

register({"pages.lay_out": {Role.UNIT_ADMINISTRATOR, Role.PROVINCE_ADMINISTRATOR}})
