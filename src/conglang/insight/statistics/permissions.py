"""Who reads the figures."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import ADMINISTRATORS, APPROVERS, Role

READ = "statistics.read"

register({READ: APPROVERS | ADMINISTRATORS | {Role.AUDITOR}})
