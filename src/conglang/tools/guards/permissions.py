"""Who sees what was stopped because of a secrecy mark or a harmful file, and who deals with it."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import Role

READ = "guards.read"
HANDLE = "guards.handle"
KEEPERS = frozenset({Role.SECURITY_REVIEWER, Role.HEAD_EDITOR, Role.COMMUNE_LEADER})

register({READ: KEEPERS | {Role.AUDITOR}, HANDLE: KEEPERS})
