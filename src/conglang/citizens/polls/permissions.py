"""Who puts a question to everybody, who says yes to it, and who counts."""

from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.permissions import describe, register
from conglang.base.accounts.roles import EDITORIAL, Role

READ, PROPOSE, CONFIRM, COUNT = "polls.read", "polls.propose", "polls.confirm", "polls.count"

register(
    {
        READ: EDITORIAL | {Role.CASE_OFFICER, Role.COMMUNE_LEADER, Role.AUDITOR},
        PROPOSE: {Role.CASE_OFFICER, Role.DESK, Role.COMMUNE_LEADER},
        CONFIRM: {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        # print codes, enter paper ballots, write the ballot file
        COUNT: {Role.CASE_OFFICER, Role.COMMUNE_LEADER},
    }
)
describe({CONFIRM: _("confirm polls"), COUNT: _("print codes and count ballots")})
