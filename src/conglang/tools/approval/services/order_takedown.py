"""Write down an authority's order to take something down; its clock runs until the item is withdrawn."""

from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.models import Duty
from conglang.base.duties.queries import duties_about
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.kernel.text import one_line
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.queries import route_for

KEY = "takedown"
RULES = {False: "TAKEDOWN", True: "TAKEDOWN_URGENT"}
_CLOCKWORK = Actor.system("approval")


@transaction.atomic
def order_takedown(
    *,
    item: Publishable,
    order: str,
    received_at: datetime,
    is_urgent: bool,
    url: str,
    by: Actor,
    now: datetime,
) -> Duty:
    """Start the clock of an order, which `order` names by authority and number; `url` is the item's page.

    The same order given twice starts one clock. Raises NotFound, Forbidden, and ValidationError for a time
    to come or before the rule was in force.
    """
    by = require(by, route_for(item).withdraw, item)
    words = one_line(order)
    if received_at > now:
        raise ValidationError({"received_at": _("An order cannot have come later than now.")})
    return start(
        by=by,
        unit_id=item.unit_id,
        key=f"{KEY}-{sha256(words.encode()).hexdigest()[:16]}",
        title=_("Take down: %(title)s") % {"title": str(item)[:200]},
        rules=[RULES[is_urgent]],
        trigger=Trigger(words, received_at),
        subject=Subject(item, str(item), url),
        now=now,
    )


def open_orders(item: Publishable) -> list[Duty]:
    """Orders about the item that nobody has followed yet, the most urgent first."""
    rows = duties_about(item).filter(key__startswith=KEY, fulfilled_at=None, cancelled_at=None)
    return list(rows.order_by("due_at"))


def follow_orders(*, item: Publishable, now: datetime) -> None:
    """The item was withdrawn: every order about it is followed."""
    for duty in open_orders(item):
        fulfil(by=_CLOCKWORK, duty_id=duty.pk, now=now, note=_("The item was withdrawn."))
