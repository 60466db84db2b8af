"""Who sees whose figures, who reminds departments, who inspects, and who reads the register of people."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

OWN, ALL, REMIND = "supervision.own", "supervision.all", "supervision.remind"
INSPECT, READ_REGISTER, KEEP_REGISTER = (
    "supervision.inspect",
    "supervision.read_register",
    "supervision.keep_register",
)
_LEADING = frozenset({Role.HEAD_EDITOR, Role.COMMUNE_LEADER})
_ABOVE = frozenset({Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR})

register(
    {
        OWN: EDITORIAL | _LEADING | _ABOVE | {Role.UNIT_ADMINISTRATOR},
        ALL: _LEADING | _ABOVE | {Role.DESK, Role.UNIT_ADMINISTRATOR},
        REMIND: _LEADING | {Role.DESK},
        INSPECT: _LEADING | {Role.DESK, Role.FIELD_EDITOR},
        # what is held against people, or praised, is the business of those who lead them
        READ_REGISTER: _LEADING | {Role.AUDITOR},
        KEEP_REGISTER: _LEADING,
    }
)
