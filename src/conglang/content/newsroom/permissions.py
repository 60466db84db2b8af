"""Who does what in the newsroom, and what that opens in the editor."""

from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.permissions import describe, register, register_django
from conglang.base.accounts.roles import Role

BOARD = frozenset({Role.FIELD_EDITOR, Role.DESK, Role.HEAD_EDITOR})

register(
    {
        "newsroom.read": BOARD | {Role.CONTRIBUTOR, Role.DEPARTMENT_HEAD, Role.COMMUNE_LEADER, Role.AUDITOR},
        "newsroom.write": BOARD | {Role.CONTRIBUTOR, Role.DEPARTMENT_HEAD},
        "newsroom.remark": BOARD | {Role.CONTRIBUTOR, Role.DEPARTMENT_HEAD, Role.COMMUNE_LEADER},
        "newsroom.edit": BOARD,
        # a leader signs off what a department head wrote
        "newsroom.sign_off": {Role.DEPARTMENT_HEAD, Role.COMMUNE_LEADER},
        "newsroom.collect": {Role.DESK, Role.HEAD_EDITOR},
        "newsroom.verify": {Role.FIELD_EDITOR, Role.DESK, Role.HEAD_EDITOR},
        "newsroom.check": {Role.DEPARTMENT_HEAD, Role.COMMUNE_LEADER, Role.FIELD_EDITOR},
        "newsroom.approve": {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "newsroom.publish": {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "newsroom.withdraw": {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "newsroom.import": BOARD | {Role.CONTRIBUTOR},
        "newsroom.set_theme": {
            *(Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER),
            Role.PROVINCE_ADMINISTRATOR,
        },
        "newsroom.agree_as_board": {Role.HEAD_EDITOR},
        "newsroom.agree_as_committee": {Role.COMMUNE_LEADER},
        "newsroom.decide_reuse": {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)

# a head who is away may lend one of these alone
describe({"newsroom.verify": _("verify articles"), "newsroom.approve": _("approve articles")})

# Nobody holds Django's publish or delete: what is live goes through the approval, and nothing is erased.
register_django(
    {
        "newsroom.write": {
            "wagtailadmin.access_admin",
            "newsroom.add_article",
            "newsroom.change_article",
            "newsroom.view_article",
        }
    }
)
