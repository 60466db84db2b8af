"""Who keeps the catalogue of a province, and who writes what a commune adds."""

from conglang.base.accounts.permissions import register
from conglang.base.accounts.roles import EDITORIAL, Role

READ = "procedures.read"
PROPOSE, CONFIRM = "procedures.propose_import", "procedures.confirm_import"
WRITE = "procedures.write_note"

register(
    {
        READ: EDITORIAL
        | {
            Role.COMMUNE_LEADER,
            Role.DOCUMENT_CLERK,
            Role.CASE_OFFICER,
            Role.UNIT_ADMINISTRATOR,
            Role.PROVINCE_ADMINISTRATOR,
            Role.AUDITOR,
        },
        PROPOSE: {Role.DESK, Role.HEAD_EDITOR, Role.PROVINCE_ADMINISTRATOR},
        CONFIRM: {Role.HEAD_EDITOR, Role.PROVINCE_ADMINISTRATOR},
        WRITE: EDITORIAL,
        "procedures.approve_note": {Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
        "procedures.publish_note": {Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER},
    }
)
