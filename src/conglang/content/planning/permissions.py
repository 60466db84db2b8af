"""Who reads the plan of a unit's content, and who writes it."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ = "planning.read"

register({READ: EDITORIAL | {Role.COMMUNE_LEADER, Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR}})
