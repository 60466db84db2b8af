"""Start a campaign: a letter and a duty for everyone who is asked."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.duties.models import NoticeKind
from conglang.base.duties.services.set_day import set_day
from conglang.base.duties.services.start import Subject, Trigger
from conglang.base.duties.services.start import start as start_duty
from conglang.base.duties.services.tell import tell
from conglang.base.ledger.audit import record
from conglang.base.units.scope import everything
from conglang.content.campaigns.models import Ask, Campaign
from conglang.content.campaigns.services.found import BOTH_ENDS, hand_of, lock_campaign
from conglang.content.campaigns.services.write import check_campaign

DUTY = "thu-thap"


@transaction.atomic
def start_campaign(*, by: Actor, campaign_id: int, now: datetime) -> Campaign:
    """Send it to everyone whom it asks; one that has started stays as it is.

    Raises NotFound, Forbidden, and ValidationError when its last day has passed meanwhile.
    """
    row, by = lock_campaign(by, campaign_id)
    if row.started_at or row.closed_at:
        return row
    check_campaign(row, now)
    row.started_at = now
    row.save(update_fields=["started_at"])
    with everything(BOTH_ENDS):
        for key in row.asked:
            _send(row, key, by, now)
    record("campaigns.started", row, by=by, now=now, asked=row.asked, due_on=row.due_on)
    return row


def _send(row: Campaign, key: int, by: Actor, now: datetime) -> None:
    unit_id, department_id = (row.unit_id, key) if row.asks_departments else (key, None)
    # a term of the asked unit: one of the asker's would be read by everybody below it
    rule = set_day(
        by=by, unit_id=unit_id, key=f"ASKED_{row.pk}", title=row.title, on=row.due_on, now=now,
        event=_("the request was sent"), basis=row.basis or _asked_by(row),
    )  # fmt: skip
    ask = Ask(
        unit_id=unit_id, department_id=department_id, campaign=row, asker_id=row.unit_id, title=row.title,
        reason=row.reason, basis=row.basis, items=row.items, sent_at=now,
    )  # fmt: skip
    ask.save()
    url = reverse("campaigns:ask", args=[ask.pk])
    ask.duty = start_duty(
        by=hand_of(by), unit_id=unit_id, key=DUTY, title=row.title, rules=[rule],
        trigger=Trigger(_asked_by(row), now), subject=Subject(ask, row.title, url),
        department_id=department_id, now=now,
    )  # fmt: skip
    ask.save(update_fields=["duty"])
    tell(duty=ask.duty, kind=NoticeKind.GIVEN, since=now, note=_asked_by(row), now=now)
    record("campaigns.asked", ask, by=by, now=now, campaign=row.pk)


def _asked_by(row: Campaign) -> str:
    return _("Request of %(unit)s") % {"unit": row.unit.title}
