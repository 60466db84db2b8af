"""Who asks for money and notes what came in, and who says yes to an account, a fund and what was spent."""

from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.permissions import describe, register
from conglang.base.accounts.roles import Role

READ, MANAGE, CONFIRM, END = "payments.read", "payments.manage", "payments.confirm", "payments.end"

_KEEPERS = {Role.ACCOUNTANT, Role.CASE_OFFICER}

register(
    {
        # names of payers stand in there, so nobody reads it by the way
        READ: _KEEPERS | {Role.COMMUNE_LEADER, Role.AUDITOR},
        MANAGE: _KEEPERS,
        CONFIRM: {Role.COMMUNE_LEADER},
        END: _KEEPERS | {Role.COMMUNE_LEADER},  # one person is enough to stop what may be wrong
    }
)
describe({CONFIRM: _("confirm accounts, funds and spending")})
