"""A reader is told of news about an own matter, known by its code alone; by push, without name or words."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from conglang.base.units.scope import Scope, everything, use_scope
from conglang.tools.notify.links import own_topic
from conglang.tools.notify.models import Interest, Way
from conglang.tools.notify.rules import OWN
from conglang.tools.notify.services.begin import Message, begin
from conglang.tools.notify.services.subscribe_device import keep_device, known_device
from conglang.tools.notify.webpush import Device


@transaction.atomic
def follow_matters(*, device: Device, home_id: int, codes: Sequence[str], now: datetime) -> None:
    """Let the device hear of the matters of these codes and of no others; what else it follows stays.

    Whether there are such matters is not looked up, so nobody learns it here. A repeated call changes
    nothing. Raises ValidationError for keys and endpoints that no message can be sent with.
    """
    row = known_device(device)
    if row is None and not codes:
        return
    row = keep_device(row, device, home_id, now)
    wanted = {own_topic(code) for code in codes}
    with use_scope(Scope(acting=None, readable=frozenset({home_id}), writable=frozenset({home_id}))):
        rows = Interest.objects.filter(subscription=row, topic__startswith=OWN)
        rows.exclude(topic__in=wanted).delete()
        for topic in sorted(wanted.difference(rows.values_list("topic", flat=True))):
            Interest(unit_id=home_id, subscription=row, topic=topic).save()


@transaction.atomic
def tell_of_matter(
    *, code: str, news: str, sites: Iterable[int], title: str, body: str, link: str, now: datetime
) -> None:
    """Begin to tell the devices that follow a code on one of these sites; without any nothing is written.

    `news` names what happened: the same news are told once.
    """
    topic = own_topic(code)
    with everything("whoever has the code of a matter asked to be told"):
        units = set(Interest.objects.filter(unit__in=list(sites), topic=topic).values_list("unit", flat=True))
    for unit_id in sorted(units):
        message = Message(
            key=f"{OWN}{news}:{unit_id}", about=f"{OWN}{news}", way=Way.PUSH, unit_id=unit_id,
            topics=frozenset({topic}), title=title, body=body, link=link,
        )  # fmt: skip
        begin(message=message, now=now)
