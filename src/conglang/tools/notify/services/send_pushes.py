"""Tell devices: many at once, each once, and again later those that could not be reached.

Who has it is written down every few dozen messages. A cut in the middle can repeat at most those that were
under way; their services and devices put such a message in the place of the first, by its topic and tag.
"""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

from django.conf import settings
from django.db import transaction

from conglang.base.units.models import Site
from conglang.base.units.scope import everything
from conglang.tools.notify.keys import private_key
from conglang.tools.notify.models import Delivery, Interest, Outcome, Sending, Subscription
from conglang.tools.notify.posting import LINES, Answer, Letter, Post
from conglang.tools.notify.queries import still_to_tell
from conglang.tools.notify.rules import next_try
from conglang.tools.notify.services.change import forget
from conglang.tools.notify.services.count import count, keep_outcomes
from conglang.tools.notify.services.subscribe_device import device_of
from conglang.tools.notify.webpush import Signer

BATCH = 64  # messages, then it is written down who has it
PASS = 20_000  # messages, then other slow tasks have their turn
LEASE = timedelta(minutes=10)  # of a pass; a lost one is taken up after that
LASTS = timedelta(days=1)  # with the service, for a device that is off


@dataclass(frozen=True, slots=True)
class _Turn:
    """One device whose turn it is; `tries` counts those before."""

    row: Subscription
    hamlet: int | None
    tries: int


def send_pushes(*, sending_id: int, post: Post, now: datetime, most: int = PASS) -> bool:
    """One pass of a sending; returns whether there are more devices right now. Safe to repeat at any time."""
    with everything("devices of readers of any unit are told"):
        sending = Sending.objects.filter(pk=sending_id).first()
        if sending is None or sending.next_at is None:
            return False
        if now - sending.begun_at > LASTS:
            return _close(sending, now)
        letter = letter_of(sending)
        turns = islice(_turns(sending, now), most)
        sent = 0
        with ThreadPoolExecutor(LINES, thread_name_prefix="push") as threads:
            while batch := list(islice(turns, BATCH)):
                if not Sending.objects.filter(pk=sending.pk, stopped_at=None).update(next_at=now + LEASE):
                    break  # withdrawn meanwhile: nobody else is told
                answers = threads.map(lambda turn: _post(post, turn, letter, now), batch)
                _keep(sending, list(zip(batch, answers, strict=True)), now)
                sent += len(batch)
        return _settle(sending, now, has_more=sent == most)


def signer_of(sending_id: int) -> Signer:
    """Signs for the site whose readers are told: services write to its address when something is amiss."""
    with everything("a sending names its unit"):
        unit_id = Sending.objects.values_list("unit_id", flat=True).get(pk=sending_id)
    host = Site.objects.filter(unit=unit_id).values_list("host", flat=True).first()
    return Signer(private_key(), f"https://{host or settings.DESK_HOST}")


def letter_of(sending: Sending) -> Letter:
    """Declarative Web Push: browsers that know it show it by themselves, others by our worker."""
    tag = sha256(sending.about.encode()).hexdigest()[:32]  # 32 letters at most are a topic (RFC 8030)
    notification = {
        "title": sending.title, "body": sending.body, "navigate": sending.link, "lang": "vi", "dir": "ltr",
        "tag": tag, "silent": False,
    }  # fmt: skip
    plain = json.dumps({"web_push": 8030, "notification": notification}, ensure_ascii=False).encode()
    return Letter(plain, int(LASTS.total_seconds()), "high" if sending.is_urgent else "normal", tag)


def _turns(sending: Sending, now: datetime) -> Iterator[_Turn]:
    """Devices that were not told yet, then those whose next try has come."""
    hamlets = Interest.objects.filter(unit=sending.unit_id, hamlet__isnull=False)
    last = 0
    while rows := list(still_to_tell(sending).filter(pk__gt=last)[: 8 * BATCH]):
        last = rows[-1].pk
        of_row = dict(hamlets.filter(subscription__in=rows).values_list("subscription", "hamlet"))
        yield from (_Turn(row, of_row.get(row.pk), 0) for row in rows)
    again = Delivery.objects.filter(sending=sending, retry_at__lte=now).select_related("subscription")
    for each in again.order_by("retry_at")[:PASS]:
        if each.subscription is not None:
            yield _Turn(each.subscription, each.from_hamlet, each.tries)


def _post(post: Post, turn: _Turn, letter: Letter, now: datetime) -> Answer:
    device = device_of(turn.row)
    return Answer(410) if device is None else post(device, letter, now)


def _keep(sending: Sending, answers: Sequence[tuple[_Turn, Answer]], now: datetime) -> None:
    with transaction.atomic():
        rows = [_delivery(sending, turn, answer, now) for turn, answer in answers]
        again = [turn.row.pk for turn, _answer in answers if turn.tries]
        Delivery.objects.filter(sending=sending, subscription__in=again).delete()
        keep_outcomes(rows)
        for turn, answer in answers:
            if answer.gone:
                forget(row=turn.row)


def _delivery(sending: Sending, turn: _Turn, answer: Answer, now: datetime) -> Delivery:
    retry_at = next_try(now, turn.tries + 1, answer.wait) if answer.later else None
    outcome = (
        Outcome.ACCEPTED if answer.accepted
        else Outcome.REMOVED if answer.gone
        else Outcome.LATER if retry_at
        else Outcome.FAILED
    )  # fmt: skip
    return Delivery(
        unit_id=sending.unit_id, sending=sending, subscription=turn.row, from_hamlet=turn.hamlet,
        outcome=outcome, tries=turn.tries + 1, retry_at=retry_at, at=now,
    )  # fmt: skip


def _settle(sending: Sending, now: datetime, *, has_more: bool) -> bool:
    """Say when the next pass is, and count what came of this one."""
    soonest = Delivery.objects.filter(sending=sending, retry_at__isnull=False).order_by("retry_at")
    next_at = now if has_more else soonest.values_list("retry_at", flat=True).first()
    Sending.objects.filter(pk=sending.pk, stopped_at=None).update(next_at=next_at)
    if not has_more:
        count(sending_id=sending.pk, now=now)
    return has_more


def _close(sending: Sending, now: datetime) -> bool:
    """Nobody wants old news: what could not be delivered until now is given up."""
    waiting = Delivery.objects.filter(sending=sending, retry_at__isnull=False)
    waiting.update(outcome=Outcome.FAILED, retry_at=None)
    return _settle(sending, now, has_more=False)
