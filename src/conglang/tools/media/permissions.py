"""Who may add pictures and attachments: those who compose, and those who set a site's emblem and banner."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import ADMINISTRATORS, COMPOSERS

register({"media.add_file": COMPOSERS | ADMINISTRATORS})
