"""Lay down office hours from a day on; terms in working hours follow."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.models import Opening
from conglang.base.duties.permissions import SET_HOURS
from conglang.base.duties.services.redate import redate
from conglang.base.ledger.audit import record
from conglang.base.ui.formats import vn_date
from conglang.base.units.models import Unit
from conglang.kernel.calendar import BadHours, hours_text, read_hours
from conglang.kernel.clock import local_day


@transaction.atomic
def set_hours(*, by: Actor, unit_id: int, since: date, hours: str, now: datetime) -> Opening:
    """Let other hours hold for a unit and all below from a day on; the same again changes nothing.

    Hours that begin on the same day are replaced. What has been reminded or was due stays as it was, so the
    day lies not before today. Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, SET_HOURS, unit_id)
    try:
        text = hours_text(read_hours(hours))
    except BadHours:
        raise ValidationError({"hours": _("Please write them like 7:30-11:30, 13:30-17:00.")}) from None
    if since < local_day(now):
        raise ValidationError({"since": _("This day has passed already.")})
    scope = Unit.objects.select_for_update(no_key=True).get(pk=unit_id).code
    row: Opening | None = Opening.objects.filter(scope=scope, since=since).first()
    if row is not None and row.hours == text:
        return row
    given = {"hours": text, "set_by_id": by.user_id, "set_at": now}
    row, _is_new = Opening.objects.update_or_create(scope=scope, since=since, defaults=given)
    record("duties.hours_set", row, by=by, now=now, unit_id=unit_id, since=since, hours=text)
    cause = _("Office hours from %(day)s: %(hours)s") % {"day": vn_date(since), "hours": text}
    redate(scope=scope, cause=cause, by=by, now=now)
    return row
