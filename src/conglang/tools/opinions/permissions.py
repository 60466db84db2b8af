"""Who reads what readers say, and who deals with it."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import Role

READ = "opinions.read"
HANDLE = "opinions.handle"
BOARD = frozenset({Role.FIELD_EDITOR, Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER})

register({READ: BOARD | {Role.UNIT_ADMINISTRATOR, Role.AUDITOR}, HANDLE: BOARD})
