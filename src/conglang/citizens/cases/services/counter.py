"""Print slips for visits that were served at the counter, and take one rating for each."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Department, Unit
from conglang.base.units.scope import use_scope
from conglang.citizens.cases.codes import compact, prefix
from conglang.citizens.cases.counter import RECEIPT_LENGTH, CounterRating, CounterSlip
from conglang.citizens.cases.permissions import INTAKE
from conglang.citizens.cases.services.found import SYSTEM, visitor
from conglang.citizens.cases.wording import RATINGS
from conglang.kernel.clock import local_day
from conglang.kernel.codes import public_code
from conglang.kernel.text import one_line

MOST_SLIPS = 30  # a sheet


@transaction.atomic
def print_slips(
    *, by: Actor, unit_id: int, department_id: int, receipts: Sequence[str], now: datetime
) -> list[tuple[str, str]]:
    """Receipt numbers with their codes, which nobody reads again; printed anew the earlier code is void.

    Numbers whose visit was rated are left out. Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, INTAKE, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if not Department.objects.filter(pk=department_id, unit=unit).exists():
        raise ValidationError({"department": _("Please choose a department.")})
    wanted = list(dict.fromkeys(one_line(each)[:RECEIPT_LENGTH] for each in receipts if each.strip()))
    if not wanted or len(wanted) > MOST_SLIPS:
        told = _("Please enter from one to %(number)s receipt numbers, one a line.")
        raise ValidationError({"receipts": told % {"number": MOST_SLIPS}})
    printed = []
    known = {row.receipt: row for row in CounterSlip.objects.filter(unit=unit, receipt__in=wanted)}
    for receipt in wanted:
        row = known.get(receipt) or CounterSlip(unit=unit, receipt=receipt)
        if row.is_used:
            continue
        code = public_code(prefix(unit, now))
        row.department_id, row.fingerprint, row.printed_at = department_id, _fingerprint(code.compact), now
        row.save()
        printed.append((receipt, str(code)))
    record("cases.slips_printed", None, by=by, now=now, unit_id=unit_id, count=len(printed))
    return printed


def slip_of(unit_id: int, code: str) -> CounterSlip:
    """The slip of a code as people type it. Raises NotFound."""
    with use_scope(visitor(unit_id)):
        rows = CounterSlip.objects.select_related("department")
        found: CounterSlip | None = rows.filter(unit=unit_id, fingerprint=_fingerprint(compact(code))).first()
        if found is None:
            raise NotFound
        return found


@transaction.atomic
def rate_visit(*, unit_id: int, code: str, level: int, now: datetime) -> None:
    """Say what one thinks of a visit, once with each slip. Raises NotFound, ValidationError."""
    if level not in RATINGS:
        raise ValidationError(_("Please choose one of the three."))
    slip = slip_of(unit_id, code)
    with use_scope(visitor(unit_id)):
        if not CounterSlip.objects.filter(pk=slip.pk, is_used=False).update(is_used=True):
            raise ValidationError(_("This slip was used already. It is one rating for each visit."))
        CounterRating(
            unit_id=unit_id, department_id=slip.department_id, level=level, on=local_day(now)
        ).save()
    record("cases.visit_rated", None, by=SYSTEM, now=now, unit_id=unit_id)


def _fingerprint(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
