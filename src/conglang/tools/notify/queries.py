"""Reads: what a reader follows, who is to be told, and figures for the desk, which never name anybody."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from conglang.base.units.models import Hamlet
from conglang.base.units.scope import everything
from conglang.tools.notify.models import Delivery, Frequency, Interest, Outcome, Sending, Subscription, Way
from conglang.tools.notify.rules import DIGEST_REACHES, OWN, Wish, week_of, without_small


def followed_by(row: Subscription) -> list[Wish]:
    """What a reader follows, by unit."""
    topics: dict[int, set[str]] = {}
    hamlets: dict[int, int | None] = {}
    with everything("a reader's own interests may lie in several units"):
        for each in _topics(row).order_by("unit_id"):
            topics.setdefault(each.unit_id, set()).add(each.topic)
            hamlets[each.unit_id] = each.hamlet_id
    return [Wish(unit_id, frozenset(keys), hamlets[unit_id]) for unit_id, keys in topics.items()]


def _topics(row: Subscription) -> QuerySet[Interest]:
    """What a reader follows that anybody could follow."""
    rows: QuerySet[Interest] = Interest.objects.filter(subscription=row)
    return rows.exclude(topic__startswith=OWN)


def still_to_tell(sending: Sending) -> QuerySet[Subscription]:
    """Who wants to know and was not told of the thing yet, whatever units they follow; `hamlet` is theirs."""
    wanted = Interest.objects.filter(unit=sending.unit_id, topic__in=sending.topics)
    if sending.hamlets:
        wanted = wanted.filter(hamlet__in=sending.hamlets)
    same = Sending.objects.filter(about=sending.about, way=sending.way).values_list("pk", flat=True)
    told = Delivery.objects.filter(sending__in=list(same), subscription=OuterRef("pk"))
    rows = Subscription.objects.filter(
        Exists(wanted.filter(subscription=OuterRef("pk"))),
        way=sending.way,
        confirmed_at__lte=sending.begun_at,
    )
    return rows.exclude(Exists(told)).order_by("pk")


def due_readers(today: date) -> QuerySet[Subscription]:
    """Readers of digests whose morning this is."""
    weekly = Q(frequency=Frequency.WEEKLY, served_on__lt=week_of(today))
    rows = Subscription.objects.filter(Q(frequency=Frequency.DAILY, served_on__lt=today) | weekly)
    return rows.filter(way=Way.EMAIL).exclude(confirmed_at=None).order_by("pk")


def news_for(row: Subscription, now: datetime) -> list[Sending]:
    """What a reader of digests has not been told yet, each thing once, the newest first."""
    interests = list(Interest.objects.filter(subscription=row))
    topics = {(each.unit_id, each.topic) for each in interests}
    since = max(now - DIGEST_REACHES, row.confirmed_at or now)
    open_ones = Sending.objects.filter(
        unit__in={each.unit_id for each in interests}, way=Way.EMAIL, stopped_at=None, begun_at__gte=since
    )
    told = set(Delivery.objects.filter(subscription=row).values_list("sending__about", flat=True))
    found: dict[str, Sending] = {}
    for sending in open_ones.select_related("unit"):
        is_wanted = any((sending.unit_id, topic) in topics for topic in sending.topics)
        if is_wanted and sending.about not in told:
            found.setdefault(sending.about, sending)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Followed:
    """How many readers of a unit follow something, by way."""

    name: str
    by_way: dict[str, int]


@dataclass(frozen=True)
class Readership:
    """The readers of a unit in figures. Topics and hamlets with few readers are only in the sum."""

    total: dict[str, int] = field(default_factory=dict)
    topics: list[Followed] = field(default_factory=list)
    hamlets: list[Followed] = field(default_factory=list)


def readership(unit_id: int) -> Readership:
    """Readers by topic (its key) and hamlet (its title); four queries."""
    rows = Interest.objects.filter(unit=unit_id).exclude(topic__startswith=OWN)
    titles = {hamlet.pk: hamlet.title for hamlet in Hamlet.objects.filter(unit=unit_id)}
    total = _counted(rows, "unit_id")
    by_hamlet = {titles[pk]: ways for pk, ways in _counted(rows.exclude(hamlet=None), "hamlet_id").items()}
    return Readership(
        total=without_small(total.get(unit_id, {}))[0],
        topics=_shown(_counted(rows, "topic")),
        hamlets=_shown(by_hamlet),
    )


def _counted(rows: QuerySet[Interest], name: str) -> dict[object, dict[str, int]]:
    found: dict[object, dict[str, int]] = {}
    counts = rows.values(name, "subscription__way").annotate(number=Count("subscription", distinct=True))
    for each in counts.order_by():
        found.setdefault(each[name], {})[each["subscription__way"]] = each["number"]
    return found


def _shown(counts: dict[object, dict[str, int]]) -> list[Followed]:
    shown = {
        way: without_small({str(name): ways[way] for name, ways in counts.items() if way in ways})[0]
        for way in Way.values
    }
    names = sorted({str(name) for name in counts})
    return [
        Followed(name, {way: shown[way][name] for way in Way.values if name in shown[way]}) for name in names
    ]


def outcomes(sending: Sending) -> dict[str, int]:
    """How many deliveries came out how."""
    rows = Delivery.objects.filter(sending=sending).values_list("outcome").annotate(Count("pk"))
    return dict(rows.order_by())


def accepted_by_hamlet(sending: Sending) -> dict[str, int]:
    """Accepted deliveries by the key of the reader's hamlet; the empty key has those who named none."""
    rows = Delivery.objects.filter(sending=sending, outcome=Outcome.ACCEPTED)
    counts = rows.values_list("from_hamlet").annotate(Count("pk")).order_by()
    return {str(hamlet or ""): number for hamlet, number in counts}


def hamlets_shown(sending: Sending) -> tuple[list[tuple[str, int]], int]:
    """Titles of hamlets with how many readers it reached there, and how many elsewhere or in small ones."""
    counts = dict(sending.by_hamlet)
    nowhere = counts.pop("", 0)
    shown, small = without_small(counts)
    titles = {str(hamlet.pk): hamlet.title for hamlet in Hamlet.objects.filter(pk__in=list(map(int, shown)))}
    return [(titles[pk], number) for pk, number in shown.items() if pk in titles], nowhere + small


def sendings_of(unit_ids: Iterable[int]) -> QuerySet[Sending]:
    """What readers of the units were told, the newest first, nobody's own matters."""
    rows: QuerySet[Sending] = Sending.objects.filter(unit__in=list(unit_ids)).exclude(key__startswith=OWN)
    return rows
