"""Give an organisation a key."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7
from conglang.kernel.text import one_line
from conglang.tools.quotas.models import ApiKey
from conglang.tools.quotas.permissions import MANAGE_KEYS
from conglang.tools.quotas.rules import SHOWN_LETTERS, fingerprint, life_allowed, new_key


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who gets a key, and how much it allows."""

    organisation: str
    contact_name: str
    contact_email: str
    per_minute: int
    valid_until: date
    sends_cases: bool = False


@transaction.atomic
def issue_key(
    *, by: Actor, unit_id: int, holder: Holder, now: datetime, uid: UUID | None = None
) -> tuple[ApiKey, str]:
    """The row, and the key itself, which nobody can read again.

    `uid` names the form that was sent: sent twice, it gives the row of the first time and no key. Raises
    NotFound, Forbidden, ValidationError.
    """
    named = require(by, MANAGE_KEYS, unit_id)
    known: ApiKey | None = ApiKey.objects.filter(uid=uid, issued_by=by.user_id).first() if uid else None
    if known is not None:
        return known, ""
    if not life_allowed(holder.valid_until, local_day(now)):
        raise ValidationError({"valid_until": _("Choose a day from today on, at most two years ahead.")})
    key = new_key()
    row = ApiKey(
        uid=uid or uuid7(),
        unit_id=unit_id,
        organisation=one_line(holder.organisation),
        contact_name=one_line(holder.contact_name),
        contact_email=holder.contact_email,
        per_minute=holder.per_minute,
        valid_until=holder.valid_until,
        sends_cases=holder.sends_cases,
        beginning=key[:SHOWN_LETTERS],
        key_hash=fingerprint(key),
        issued_by_id=by.user_id,
        issued_at=now,
    )
    row.full_clean(exclude=["unit", "issued_by"])
    row.save()
    record(
        "quotas.key_issued",
        row,
        by=named,
        now=now,
        organisation=row.organisation,
        per_minute=row.per_minute,
        valid_until=row.valid_until,
        sends_cases=row.sends_cases,
    )
    return row, key
