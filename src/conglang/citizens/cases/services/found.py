"""What services share: the locked case, for the right person, and words."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.base.units.scope import Scope
from conglang.citizens.cases.models import WORDS_LENGTH, Case
from conglang.citizens.cases.permissions import APPROVE, HANDLE, INTAKE
from conglang.citizens.cases.queries import works_on
from conglang.citizens.cases.rules import STEPS, Command, Who
from conglang.kernel.text import nfc

SYSTEM = Actor.system("cases")
PERMISSIONS = {Who.INTAKE: INTAKE, Who.DEPARTMENT: HANDLE, Who.APPROVER: APPROVE}


def visitor(unit_id: int) -> Scope:
    """A visitor writes nothing anywhere else."""
    return Scope(acting=unit_id, readable=frozenset({unit_id}), writable=frozenset({unit_id}))


def lock(case_id: int) -> Case:
    """The row, kept from others until the commit. Raises NotFound."""
    row: Case | None = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if row is None:
        raise NotFound
    return row


def for_command(by: Actor, case_id: int, command: Command, now: datetime) -> tuple[Case, Actor]:
    """The locked case for whose command it is, and the actor to record. Raises NotFound, Forbidden."""
    case = lock(case_id)
    if by.is_system:
        return case, by
    for who in STEPS[command].who & PERMISSIONS.keys():
        if by.may(PERMISSIONS[who], case.unit_id) and (who is not Who.DEPARTMENT or works_on(by, case, now)):
            return case, require(by, PERMISSIONS[who], case)
    if not by.scope.may_read(case.unit_id):
        raise NotFound
    raise Forbidden


def said(text: str, field: str = "words") -> str:
    """Words for the sender or the file. Raises ValidationError without any."""
    words = nfc(text).strip()[:WORDS_LENGTH]
    if not words:
        raise ValidationError({field: _("Please write it in a few words.")})
    return words
