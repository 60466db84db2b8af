"""Begin to tell readers something, or stop it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from conglang.base.units.scope import everything
from conglang.tools.notify.models import Sending, Way
from conglang.tools.notify.rules import BODY_LENGTH, TITLE_LENGTH


@dataclass(frozen=True, kw_only=True)
class Message:
    """What readers are told. See `Sending` for the fields."""

    key: str
    about: str
    way: Way
    unit_id: int
    topics: frozenset[str]
    title: str
    link: str
    body: str = ""
    hamlets: frozenset[int] = frozenset()
    is_urgent: bool = False


@transaction.atomic
def begin(*, message: Message, now: datetime) -> Sending:
    """Open the sending of this key, once; again, it takes up where it was stopped and tells nobody twice."""
    with everything("readers of a unit are told what any room has for them"):
        row: Sending | None = Sending.objects.select_for_update().filter(key=message.key).first()
        if row is not None and row.stopped_at is None:
            return row
        row = row or Sending(key=message.key, begun_at=now, unit_id=message.unit_id, way=message.way)
        row.about, row.link, row.is_urgent = message.about, message.link, message.is_urgent
        row.topics, row.hamlets = sorted(message.topics), sorted(message.hamlets)
        row.title, row.body = _short(message.title, TITLE_LENGTH), _short(message.body, BODY_LENGTH)
        row.stopped_at, row.next_at = None, now if message.way == Way.PUSH else None
        row.save()
        return row


@transaction.atomic
def stop(*, key: str, now: datetime) -> None:
    """Tell nobody else; whoever was told stays told. A repeated call changes nothing."""
    with everything("what is withdrawn goes to no reader any more"):
        Sending.objects.filter(key=key, stopped_at=None).update(stopped_at=now, next_at=None)


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
