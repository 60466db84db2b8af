"""Who writes the calendar, and who says that it may be public."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import Role

_WRITERS = {
    Role.CONTRIBUTOR,
    Role.DEPARTMENT_HEAD,
    Role.FIELD_EDITOR,
    Role.DESK,
    Role.HEAD_EDITOR,
    Role.DOCUMENT_CLERK,
}

register(
    {
        "calendars.read": _WRITERS | {Role.COMMUNE_LEADER, Role.AUDITOR},
        "calendars.write": _WRITERS,
        "calendars.approve": {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "calendars.publish": {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "calendars.withdraw": {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
