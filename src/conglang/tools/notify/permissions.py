"""Who reads how many readers follow what, and what was sent to them. Nobody reads who they are."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ = "notify.read"

register({READ: EDITORIAL | {Role.COMMUNE_LEADER, Role.UNIT_ADMINISTRATOR, Role.AUDITOR}})
