"""Who may add pictures and attachments: everybody who writes or edits."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import Role

WRITERS = {
    Role.CONTRIBUTOR,
    Role.DEPARTMENT_HEAD,
    Role.FIELD_EDITOR,
    Role.DESK,
    Role.HEAD_EDITOR,
    Role.COMMUNE_LEADER,
    Role.DOCUMENT_CLERK,
}

register({"media.add_file": WRITERS})
