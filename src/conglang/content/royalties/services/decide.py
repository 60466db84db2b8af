"""Approve a sheet, and close it when it was paid. After that it never changes."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.services.close import fulfil
from conglang.base.ledger.audit import record
from conglang.content.royalties.models import MonthSheet, Status, month_after
from conglang.content.royalties.permissions import APPROVE, CLOSE
from conglang.content.royalties.queries import sums_of
from conglang.content.royalties.services.found import lock
from conglang.kernel.clock import local_day, start_of_day

_CLOCKWORK = Actor.system("royalties")


@transaction.atomic
def approve_sheet(*, by: Actor, sheet_id: int, seen: datetime, now: datetime) -> MonthSheet:
    """Approve what was `changed_at` the instant `seen`; an approved sheet stays as it is.

    Raises NotFound, Forbidden, and ValidationError for one's own work, before the month is over, when the
    sheet was changed meanwhile, is empty, has works without a price, or fees beyond the law's limit.
    """
    sheet = lock(sheet_id)
    by = require(by, APPROVE, sheet)
    if sheet.status != Status.PROPOSED:
        return sheet
    if by.user_id is not None and by.user_id in sheet.hands:
        raise ValidationError(_("Somebody who had no hand in this sheet approves it."))
    if local_day(now) < month_after(sheet.month):
        raise ValidationError(_("The month is not over yet."))
    if sheet.changed_at != seen:
        raise ValidationError(_("The sheet was changed meanwhile. Please read it once more."))
    sums = sums_of(sheet)
    if not sums.works or sums.troubles:
        raise ValidationError(_("Some works have no price yet, or there are none."))
    if sums.most_fees is not None and sums.fees > sums.most_fees:
        raise ValidationError(_("The fees are more than the law allows beside these royalties."))
    sheet.status, sheet.approved_at = Status.APPROVED, now
    sheet.approved_by_id, sheet.approved_name = by.user_id, by.name[:200]
    sheet.save()
    record("royalties.approved", sheet, by=by, now=now, month=str(sheet), gross=sums.gross, tax=sums.tax)
    return sheet


@transaction.atomic
def close_sheet(*, by: Actor, sheet_id: int, paid_on: date, now: datetime) -> MonthSheet:
    """Write down when it was paid, which closes the sheet and fulfils its duty; a closed one stays as it is.

    Raises NotFound, Forbidden, and ValidationError before the approval or for a day that cannot be.
    """
    sheet = lock(sheet_id)
    by = require(by, CLOSE, sheet)
    if sheet.status == Status.CLOSED:
        return sheet
    if sheet.approved_at is None:
        raise ValidationError(_("It is paid after it was approved."))
    if not local_day(sheet.approved_at) <= paid_on <= local_day(now):
        raise ValidationError({"paid_on": _("It was paid after the approval and not later than today.")})
    sheet.status, sheet.paid_on, sheet.closed_at = Status.CLOSED, paid_on, now
    sheet.closed_by_id, sheet.closed_name = by.user_id, by.name[:200]
    sheet.save()
    record("royalties.closed", sheet, by=by, now=now, month=str(sheet), paid_on=paid_on)
    if (duty := sheet.duty) is not None:
        at = min(max(start_of_day(paid_on), duty.started_at), now)
        fulfil(by=_CLOCKWORK, duty_id=duty.pk, at=at, now=now)
    return sheet
