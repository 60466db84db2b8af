"""Who lays out a site, and who lets a change of it count."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import ADMINISTRATORS, Role

DECIDERS = ADMINISTRATORS | {Role.HEAD_EDITOR, Role.COMMUNE_LEADER}

register(
    {
        "pages.lay_out": ADMINISTRATORS,
        "pages.propose_change": ADMINISTRATORS | {Role.HEAD_EDITOR},
        "pages.confirm_change": DECIDERS,
        "pages.read_changes": DECIDERS | {Role.AUDITOR},
        "pages.edit_template": {Role.PROVINCE_ADMINISTRATOR},
        "pages.confirm_template": {Role.PROVINCE_ADMINISTRATOR, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "pages.read_report": {Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR},
    }
)
