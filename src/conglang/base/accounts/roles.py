"""Roles that people hold in units, and the groups of them that rules speak of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.kinds import CustodyKind


class Role(models.TextChoices):
    """What a person is in a unit; each appointment rests on a decision."""

    CONTRIBUTOR = "contributor", _("Contributor")
    DEPARTMENT_HEAD = "department_head", _("Department head")
    FIELD_EDITOR = "field_editor", _("Field editor")
    DESK = "desk", _("Desk (deputy head of the board)")
    HEAD_EDITOR = "head_editor", _("Head editor")
    COMMUNE_LEADER = "commune_leader", _("Commune leader")
    DOCUMENT_CLERK = "document_clerk", _("Document clerk")
    CASE_OFFICER = "case_officer", _("Case officer")
    STATION_OPERATOR = "station_operator", _("Station operator")
    ACCOUNTANT = "accountant", _("Accountant")
    SECURITY_REVIEWER = "security_reviewer", _("Security reviewer (police)")
    UNIT_ADMINISTRATOR = "unit_administrator", _("Unit administrator")
    PROVINCE_ADMINISTRATOR = "province_administrator", _("Province administrator")
    AUDITOR = "auditor", _("Auditor (read only)")


APPROVERS = frozenset(
    {Role.DEPARTMENT_HEAD, Role.FIELD_EDITOR, Role.DESK, Role.HEAD_EDITOR, Role.COMMUNE_LEADER}
)
ADMINISTRATORS = frozenset({Role.UNIT_ADMINISTRATOR, Role.PROVINCE_ADMINISTRATOR})
EDITORIAL = frozenset(
    {Role.CONTRIBUTOR, Role.DEPARTMENT_HEAD, Role.FIELD_EDITOR, Role.DESK, Role.HEAD_EDITOR}
)
SECOND_FACTOR = APPROVERS | ADMINISTRATORS  # a password alone does not do for them
READ_ONLY = frozenset({Role.AUDITOR})
PROVINCE_GRANTED = frozenset(
    {Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR}
)  # no commune appoints its own overseers
COMPOSERS = EDITORIAL | {
    Role.COMMUNE_LEADER,
    Role.DOCUMENT_CLERK,
}  # open the editor, so need its file choosers

# In which units under a custody a role of the holder counts as well.
REACH: dict[CustodyKind, frozenset[Role]] = {
    CustodyKind.CENTRAL_BOARD: EDITORIAL,
    CustodyKind.ADMINISTRATION: frozenset({Role.PROVINCE_ADMINISTRATOR}),
    CustodyKind.AUDIT: frozenset({Role.AUDITOR}),
    CustodyKind.SUCCESSOR: frozenset(Role),
}

PERMISSIONS: dict[str, frozenset[Role]] = {
    "accounts.read_people": ADMINISTRATORS | {Role.AUDITOR},
    "accounts.manage_people": ADMINISTRATORS,
    "units.manage": frozenset({Role.PROVINCE_ADMINISTRATOR}),  # units lie below roles and cannot name them
    "units.arrange": ADMINISTRATORS,
    "accounts.grant_oversight": frozenset({Role.PROVINCE_ADMINISTRATOR}),
}
