"""Reads for the desk, the public pages and the services."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.crypto import salted_hmac

from conglang.base.units.models import Hamlet
from conglang.base.units.scope import Scope
from conglang.citizens.polls.models import Ballot, Cast, Household, Poll
from conglang.citizens.polls.rules import INVALID, LEAST_SHOWN, is_carried, recount, shown_counts
from conglang.kernel.codes import InvalidCode, parse_code


def of_voter(unit_id: int) -> Scope:
    """Whoever votes writes in this unit and nowhere else."""
    own = frozenset({unit_id})
    return Scope(acting=unit_id, readable=own, writable=own)


def published(unit_ids: Sequence[int]) -> QuerySet[Poll]:
    """Polls that a second person has confirmed, without their ballot files."""
    rows: QuerySet[Poll] = Poll.objects.filter(
        unit__in=unit_ids, confirmed_at__isnull=False, withdrawn_at=None
    )
    return rows.defer("ballots")


def public_poll(unit_ids: Sequence[int], uid: UUID) -> Poll | None:
    """One of them."""
    return published(unit_ids).filter(uid=uid).select_related("unit").first()


def code_hash(poll: Poll, code: str) -> str:
    """What is kept of a code: a hash keyed by the installation's secret. Raises InvalidCode."""
    compact = parse_code(code).compact
    return salted_hmac("polls.code", f"{poll.uid}:{compact}", algorithm="sha256").hexdigest()


def is_stored(poll: Poll, receipt: str) -> bool:
    """Whether a vote with this receipt was stored."""
    try:
        compact = parse_code(receipt).compact
    except InvalidCode:
        return False
    found: bool = Cast.objects.filter(poll=poll, receipt=compact).exists()
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A choice with its count, None where that is too small to be shown; `share` is in percent."""

    label: str
    count: int | None
    share: int | None
    is_carried: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome. `n` is the number of votes that count; below five there are no lines."""

    n: int
    held: int
    households: int
    lines: tuple[Line, ...]


def result_of(poll: Poll) -> Result | None:
    """The outcome as it may be shown; None for a ballot that is not counted yet.

    Counts of a ballot are what it decides and are all shown, as in the file.
    """
    if poll.is_ballot:
        return _of_file(poll) if poll.counted_at else None
    rows = Ballot.objects.filter(poll=poll).order_by().values_list("choice", "is_held").annotate(Count("pk"))
    counted = {(choice, is_held): number for choice, is_held, number in rows}
    counts = {label: counted.get((place, False), 0) for place, label in enumerate(poll.choices)}
    held = sum(number for (_choice, is_held), number in counted.items() if is_held)
    n, shown = sum(counts.values()), shown_counts(counts)
    lines = tuple(Line(label, count, _share(count, n)) for label, count in shown.items())
    return Result(n, held, 0, lines if n >= LEAST_SHOWN else ())


def _of_file(poll: Poll) -> Result:
    counts: Counter[str] = recount(poll.ballots.encode())
    n, households = counts.total(), Household.objects.filter(poll=poll).count()
    lines = tuple(
        Line(
            label,
            counts[label],
            _share(counts[label], n),
            label != INVALID and is_carried(counts[label], households, poll.more_than or 100),
        )
        for label in (*poll.choices, INVALID)
    )
    return Result(n, 0, households, lines if n >= LEAST_SHOWN else ())


def _share(count: int | None, n: int) -> int | None:
    return None if count is None or n == 0 else round(100 * count / n)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many households of a hamlet took part; `voted` is None where that is too few to be shown."""

    hamlet: Hamlet
    households: int
    voted: int | None
    on_paper: int = 0


def turnout(poll: Poll) -> list[Turnout]:
    """By hamlet, every count: for the desk."""
    rows = (
        Household.objects.filter(poll=poll)
        .order_by()
        .values_list("hamlet")
        .annotate(Count("pk"), Count("cast"), on_paper=Count("cast", filter=Q(cast__way="paper")))
    )
    hamlets = Hamlet.objects.in_bulk([row[0] for row in rows])
    found = [Turnout(hamlets[key], every, voted, paper) for key, every, voted, paper in rows]
    return sorted(found, key=lambda each: each.hamlet.name)


def shown_turnout(poll: Poll) -> list[Turnout]:
    """By hamlet, without small counts: for everybody."""
    rows = turnout(poll)
    shown = shown_counts({str(row.hamlet.pk): row.voted or 0 for row in rows})
    return [Turnout(row.hamlet, row.households, shown[str(row.hamlet.pk)]) for row in rows]


def booth_log(poll: Poll) -> QuerySet[Cast]:
    """Paper ballots that were entered: who, when, in which batch, of which household."""
    rows: QuerySet[Cast] = Cast.objects.filter(poll=poll, way="paper")
    return rows.select_related("household__hamlet", "entered_by").order_by(
        "-entered_at", "household__hamlet__name", "household__number"
    )


def desk_list() -> QuerySet[Poll]:
    """Polls of the scope, the latest first."""
    rows: QuerySet[Poll] = Poll.objects.defer("ballots").select_related("unit")
    return rows


def waiting_polls(unit_id: int | None, today: date) -> int:
    """How many polls wait for a second person."""
    rows = Poll.objects.filter(unit=unit_id, confirmed_at=None, withdrawn_at=None, closes_on__gte=today)
    return int(rows.count())
