from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_manage
from conglang.base.units.models import Custody, CustodyKind, Unit


@transaction.atomic
def give_custody(
    *,
    holder: Unit,
    unit: Unit,
    kind: CustodyKind,
    on: date,
    legal_basis: str,
    by: Authority,
    now: datetime,
    with_descendants: bool = False,
) -> Custody:
    """Let `holder` look after the rows of `unit` from a day on; a repeated call changes nothing.

    Raises PermissionDenied unless the unit given away may be managed, ValidationError for oneself.
    """
    require_manage(by, unit.pk)
    if holder.pk == unit.pk and not with_descendants:
        raise ValidationError(_("A unit needs no custody of itself."))
    custody, created = Custody.objects.get_or_create(
        holder=holder,
        unit=unit,
        kind=kind,
        valid_to=None,
        defaults={"valid_from": on, "legal_basis": legal_basis, "with_descendants": with_descendants},
    )
    if created:
        record(
            "units.custody_given",
            custody,
            by=by,
            now=now,
            holder=holder.pk,
            kind=kind,
            with_descendants=with_descendants,
            legal_basis=legal_basis,
        )
    elif custody.with_descendants != with_descendants:
        raise ValidationError(_("End the present custody first; its extent is another."))
    return custody
