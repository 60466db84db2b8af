"""Who may look at senders."""

from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.permissions import describe, register
from conglang.base.accounts.roles import Role

LOOK = "vault.look"

register({LOOK: {Role.CASE_OFFICER, Role.COMMUNE_LEADER}})
describe({LOOK: _("see who sent something, giving a reason")})
