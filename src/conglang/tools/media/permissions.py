"""Who may add pictures and attachments, and who opens those that are kept from everybody else.

Those who compose add files, those who keep the accounts, and those who set a site's emblem and banner.
"""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import ADMINISTRATORS, COMPOSERS, Role

register(
    {
        "media.add_file": COMPOSERS | ADMINISTRATORS | {Role.ACCOUNTANT},
        "media.open_quarantined": {Role.SECURITY_REVIEWER, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
