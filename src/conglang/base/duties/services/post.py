"""One letter a day with everything that a person has not read."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.tasks import send_mail
from conglang.base.duties.letters import DIGEST
from conglang.base.duties.models import Notice
from conglang.base.duties.queries import calendar_of, chain_of
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day, start_of_day


def post_digests(*, now: datetime) -> int:
    """Queue the letters of today to people at work who had none today; returns how many."""
    with everything("people of every unit get their letter"):
        waiting = Notice.objects.filter(mailed_at=None, read_at=None)
        units = Unit.objects.filter(pk__in=waiting.values("unit"))
        open_ids = [unit.pk for unit in units if calendar_of(chain_of(unit)).is_open(now)]
        today = Notice.objects.filter(mailed_at__gte=start_of_day(local_day(now))).values("person")
        people = waiting.filter(unit__in=open_ids).exclude(person__in=today)
        return sum(_post(person, now) for person in sorted(set(people.values_list("person_id", flat=True))))


@transaction.atomic
def _post(person_id: int, now: datetime) -> bool:
    rows = Notice.objects.filter(person=person_id, mailed_at=None, read_at=None)
    if not rows.update(mailed_at=now):
        return False
    send_mail.enqueue(DIGEST, person_id, {"at": now.isoformat()})
    return True
