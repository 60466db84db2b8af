"""The sheet that somebody wants to change: locked, and open for changes."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.content.royalties.models import MonthSheet, Payee, Status, plain_name
from conglang.kernel.clock import local_day
from conglang.kernel.text import fold


def lock(sheet_id: int) -> MonthSheet:
    """The sheet, for the caller's transaction. Raises NotFound."""
    sheet: MonthSheet | None = MonthSheet.objects.select_for_update(of=("self",)).filter(pk=sheet_id).first()
    if sheet is None:
        raise NotFound
    return sheet


def open_for_changes(sheet: MonthSheet) -> None:
    """Raise ValidationError once a sheet is approved: what was approved is what is paid."""
    if sheet.status != Status.PROPOSED:
        raise ValidationError(_("This sheet is approved and changes no more."))


def touch(sheet: MonthSheet, by: Actor, now: datetime) -> None:
    """Remember who had a hand in it, and when it was last as it is."""
    if by.user_id is not None and by.user_id not in sheet.hands:
        sheet.hands = [*sheet.hands, by.user_id]
    sheet.changed_at, sheet.reckoned_on = now, local_day(now)
    sheet.save()


def payee_named(unit_id: int, name: str, user_id: int | None = None) -> Payee:
    """The unit's payee of a name, entered when it is new; `user_id` is remembered."""
    payee: Payee | None = Payee.objects.filter(unit=unit_id, name_folded=fold(name)).first()
    if payee is None:
        payee = Payee(unit_id=unit_id, name=plain_name(name), user_id=user_id)
        payee.save()
    elif user_id is not None and payee.user_id is None:
        payee.user_id = user_id
        payee.save()
    return payee
