"""Who takes cases in, who works on them, who answers for the answer, and who knows of denunciations."""

from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.permissions import describe, register
from conglang.base.accounts.roles import Role

READ = "cases.read"  # those of one's department
READ_ALL = "cases.read_all"
INTAKE = "cases.intake"
HANDLE = "cases.handle"
APPROVE = "cases.approve"
DENUNCIATIONS = "cases.denunciations"

_OFFICE = {Role.CASE_OFFICER, Role.COMMUNE_LEADER}

register(
    {
        READ: _OFFICE | {Role.DEPARTMENT_HEAD, Role.CONTRIBUTOR, Role.AUDITOR},
        READ_ALL: _OFFICE | {Role.AUDITOR},
        INTAKE: {Role.CASE_OFFICER},
        HANDLE: {Role.CASE_OFFICER, Role.DEPARTMENT_HEAD, Role.CONTRIBUTOR},
        APPROVE: {Role.COMMUNE_LEADER},
        DENUNCIATIONS: {Role.COMMUNE_LEADER},
    }
)
describe(
    {
        INTAKE: _("Take in cases"),
        APPROVE: _("Approve answers to cases"),
        DENUNCIATIONS: _("Keep the restricted register"),
    }
)
