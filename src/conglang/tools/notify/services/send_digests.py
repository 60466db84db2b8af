"""Write to the readers whose morning it is."""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day, start_of_day
from conglang.tools.notify.letters import digest
from conglang.tools.notify.models import Delivery, Interest, Outcome, Sending, Subscription, Way
from conglang.tools.notify.queries import due_readers, news_for
from conglang.tools.notify.rules import BOUNCES
from conglang.tools.notify.services.change import forget
from conglang.tools.notify.services.count import count, keep_outcomes

logger = logging.getLogger(__name__)
PER_CONNECTION = 100  # letters; then the queue may do something else


def send_digests(*, now: datetime) -> bool:
    """Write to some of the readers that are due; returns whether there may be more of them.

    Their morning is taken first, so that a cut in the middle writes to nobody twice; what they were not told
    comes on their next morning. A mail server that does not answer gives the morning back.
    """
    today = local_day(now)
    with everything("readers of every unit get their digests"):
        readers = list(due_readers(today).select_related("home")[:PER_CONNECTION])
        mails = get_connection()
        try:
            for row in readers:
                before = row.served_on
                if not Subscription.objects.filter(pk=row.pk, served_on=before).update(served_on=today):
                    continue
                if news := news_for(row, now):
                    _tell(row, news, mails, now)
        except (OSError, SMTPException) as error:
            logger.warning("digests wait for the mail server: %s", error)
            Subscription.objects.filter(pk=row.pk).update(served_on=before)
            readers = []
        finally:
            mails.close()
        if len(readers) < PER_CONNECTION:
            _count_morning(today, now)
    return len(readers) == PER_CONNECTION


def _count_morning(today: date, now: datetime) -> None:
    """Once at its end: each count becomes a line of evidence."""
    told = Sending.objects.filter(way=Way.EMAIL, deliveries__at__gte=start_of_day(today))
    for pk in told.values_list("pk", flat=True).distinct().order_by("pk"):
        count(sending_id=pk, now=now)


def _tell(row: Subscription, news: list[Sending], mails: Any, now: datetime) -> None:
    letter: EmailMessage = digest(row, news, now)
    if letter.to == [""]:  # sealed with another key: nobody can be reached by this row any more
        forget(row=row)
        return
    letter.connection = mails
    outcome = Outcome.ACCEPTED
    try:
        letter.send()
    except SMTPRecipientsRefused:
        outcome = Outcome.FAILED
    with transaction.atomic():
        keep_outcomes(_outcomes(row, news, outcome, now))
        row.failures = row.failures + 1 if outcome is Outcome.FAILED else 0
        if row.failures >= BOUNCES:
            forget(row=row)
        else:
            Subscription.objects.filter(pk=row.pk).update(failures=row.failures)


def _outcomes(row: Subscription, news: list[Sending], outcome: Outcome, now: datetime) -> Iterable[Delivery]:
    hamlets = dict(Interest.objects.filter(subscription=row).values_list("unit_id", "hamlet_id"))
    for each in news:
        yield Delivery(
            unit_id=each.unit_id, sending=each, subscription=row, from_hamlet=hamlets.get(each.unit_id),
            outcome=outcome, at=now,
        )  # fmt: skip
