"""Reads for the public: cases that everybody may read, the state by code alone, one's own by code and PIN.

Of a private case nothing is told but the state and the date. They run in whatever scope the caller has set.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet

from conglang.base.accounts.permissions import NotFound
from conglang.base.duties.models import Duty
from conglang.base.duties.queries import reckon
from conglang.base.duties.rules import CLOSED, State
from conglang.base.units.models import Unit
from conglang.citizens.cases.codes import compact
from conglang.citizens.cases.counter import CounterRating
from conglang.citizens.cases.counting import wilson
from conglang.citizens.cases.models import (
    Attachment,
    Case,
    CaseAnswer,
    CaseEvent,
    Denunciation,
    Question,
    Rating,
)
from conglang.citizens.cases.queries import RECURS_WITHIN, may_rate, may_reopen, sent_files
from conglang.citizens.cases.rules import OPEN, Command, Outcome, Process, Visibility, fits
from conglang.citizens.cases.wording import EVENTS, FIGURES, RATINGS, TO_CITIZENS
from conglang.kernel.clock import end_of_day, start_of_day
from conglang.kernel.text import fold

MOST_CANDIDATES = 3
NEAR_DEGREES = Decimal("0.0025")  # about 250 m
FEW = 5  # ratings below this number are not published


def public_cases() -> QuerySet[Case]:
    """Public cases of the readable units, the newest first."""
    rows: QuerySet[Case] = Case.objects.filter(visibility=Visibility.PUBLIC.value)
    return rows.select_related("unit", "hamlet", "department", "answer_duty").order_by("-published_at", "-pk")


def public_case(code: str) -> Case:
    """The public case of a code. Raises NotFound, the same for a private one and for none."""
    found = public_cases().filter(code=compact(code) or "-").first()
    if found is None:
        raise NotFound
    return found


def answer_of(case: Case) -> CaseAnswer | None:
    """The answer that was approved."""
    found: CaseAnswer | None = CaseAnswer.objects.filter(case=case, live=True).first()
    return found


def public_photos(case: Case) -> QuerySet[Attachment]:
    """Photos that staff chose for the site."""
    return case.attachments.filter(shows_on_site=True)


def candidates(
    *,
    unit_id: int,
    category: str,
    now: datetime,
    hamlet_id: int | None = None,
    lat: Decimal | None = None,
    lon: Decimal | None = None,
    text: str = "",
) -> list[Case]:
    """Public cases that may be about the same: of the field and place, not long ended, likest words first."""
    rows = public_cases().filter(unit=unit_id, category=category)
    rows = rows.filter(Q(closed_at=None) | Q(closed_at__gte=now - RECURS_WITHIN))
    if lat is not None and lon is not None:
        near = Q(
            lat__range=(lat - NEAR_DEGREES, lat + NEAR_DEGREES),
            lon__range=(lon - NEAR_DEGREES, lon + NEAR_DEGREES),
        )
        rows = rows.filter(near | Q(lat=None, hamlet=hamlet_id))
    elif hamlet_id is not None:
        rows = rows.filter(hamlet=hamlet_id)
    words = set(fold(text).split())
    found = list(rows[:50])
    found.sort(key=lambda row: -len(words & set(fold(f"{row.public_subject} {row.public_text}").split())))
    return found[:MOST_CANDIDATES]


@dataclass(frozen=True)
class Due:
    """The day by which an answer is owed, and why this one."""

    on: date
    at: datetime
    is_late: bool
    is_paused: bool
    original_on: date
    why: tuple[str, ...]


def due_of(duty: Duty | None, now: datetime) -> Due | None:
    """The date of a running clock; None where none runs."""
    if duty is None or duty.state(now) in CLOSED:
        return None
    state = duty.state(now)
    versions = reckon(duty).versions
    return Due(
        on=duty.due_on,
        at=duty.due_at,
        is_late=state is State.OVERDUE,
        is_paused=state is State.PAUSED,
        original_on=duty.original_on,
        why=(*(f"{rule.title} ({rule.limit}): {rule.doc}" for rule in versions),
             *(each.reason for each in duty.past_pauses), *(each.reason for each in duty.granted)),
    )  # fmt: skip


@dataclass(frozen=True)
class Status:
    """What a code alone tells."""

    code: str
    words: str
    since: datetime
    received_at: datetime
    due: Due | None
    is_public: bool
    process: Process | None


def status(code: str, now: datetime) -> Status:
    """Where the matter of a code stands, without a word of it. Raises NotFound."""
    wanted = compact(code) or "-"
    row = Case.objects.select_related("answer_duty__unit").filter(code=wanted).first()
    if row is None:
        return _restricted(wanted)
    last = row.events.last()
    return Status(
        code=row.printed_code,
        words=str(TO_CITIZENS[Process(row.process)]),
        since=last.at if last else row.received_at,
        received_at=row.received_at,
        due=due_of(row.answer_duty, now),
        is_public=row.is_public,
        process=Process(row.process),
    )


def unit_of_code(code: str) -> Unit | None:
    """Whose matter a code is, among the readable units."""
    wanted = compact(code) or "-"
    for model in (Case, Denunciation):
        row: Case | Denunciation | None = (
            model.objects.select_related("unit__site").filter(code=wanted).first()
        )
        if row is not None:
            found: Unit = row.unit
            return found
    return None


def _restricted(code: str) -> Status:
    """Of a line of the restricted register nothing but that it came."""
    line = Denunciation.objects.filter(code=code).first()
    if line is None:
        raise NotFound
    words = str(TO_CITIZENS[Process.WAITING])
    return Status(str(line), words, line.received_at, line.received_at, None, is_public=False, process=None)


@dataclass(frozen=True)
class Happened:
    """A line of the history for the sender or the public."""

    at: datetime
    words: str
    said: str


@dataclass(frozen=True)
class OwnView:
    """One's own matter, for whoever has the PIN."""

    case: Case
    words: str
    due: Due | None
    history: Sequence[Happened]
    questions: Sequence[Question]
    attachments: Sequence[Attachment]
    answer: CaseAnswer | None
    rating: Rating | None
    can: frozenset[str]


def own_view(case: Case, now: datetime) -> OwnView:
    """Everything that the sender may read and do."""
    process = Process(case.process)
    asks = process in {Process.ANSWERED, Process.CLOSED} and may_reopen(case, now)
    can = {
        "reply": process is Process.ASKED,
        "rate": may_rate(case, now),
        "reopen": asks,
        "withdraw": fits(Command.WITHDRAW, process),
        "erase": case.erased_at is None,
    }
    return OwnView(
        case=case,
        words=str(TO_CITIZENS[process]),
        due=due_of(case.answer_duty, now),
        history=history(case, with_words=True),
        questions=list(case.questions.all()),
        attachments=list(sent_files(case)),
        answer=answer_of(case),
        rating=Rating.objects.filter(case=case).first(),
        can=frozenset(name for name, holds in can.items() if holds),
    )


def history(case: Case, *, with_words: bool = False) -> list[Happened]:
    """What happened, in plain words; what staff said to the sender only for the sender."""
    rows = CaseEvent.objects.filter(case=case, command__in=EVENTS)
    return [Happened(row.at, str(EVENTS[row.command]), row.words if with_words else "") for row in rows]


@dataclass(frozen=True)
class Figures:
    """How a time went. `counts` has a number for each group, which `group` opens; days are calendar days."""

    counts: dict[str, int]
    median_days: float | None
    slowest_days: float | None
    ratings: dict[int, int]
    rating_share: float | None


def cases_between(units: Collection[int], first: date, last: date) -> QuerySet[Case]:
    """Cases received between two days, both included, those put aside as no message left out."""
    rows: QuerySet[Case] = Case.objects.filter(
        unit__in=units, received_at__gte=start_of_day(first), received_at__lt=end_of_day(last)
    )
    return rows.exclude(outcome=Outcome.SPAM.value).exclude(process=Process.QUARANTINED.value)


def group(key: str, now: datetime) -> Q:
    """Which cases a number counts. Raises NotFound for no number of ours.

    In time and late are answers to cases with a date; where no term was in force there is neither.
    """
    is_open = Q(process__in=[each.value for each in OPEN])
    groups = {
        "received": Q(),
        "accepted": ~Q(accepted_at=None),
        "refused": Q(process=Process.REFUSED.value),
        "answered": ~Q(answered_at=None),
        "in_time": Q(answered_at__lt=F("answer_duty__due_at")),
        "late": Q(answered_at__gte=F("answer_duty__due_at")),
        "undated": Q(answer_duty=None),
        "open": is_open,
        "open_late": is_open & Q(answer_duty__due_at__lte=now, answer_duty__paused_at=None),
        "came_back": ~Q(recurs=None),
        **{f"rated_{level}": Q(rating__level=level) for level in RATINGS},
    }
    if key not in groups:
        raise NotFound
    return groups[key]


def figures_between(units: Collection[int], first: date, last: date, now: datetime) -> Figures:
    """Numbers of the cases received in a time."""
    rows = cases_between(units, first, last)
    # “received” counts all: an aggregate takes no empty condition
    counts = rows.aggregate(**{key: Count("pk", filter=group(key, now) or None) for key in FIGURES})
    spans = rows.exclude(answered_at=None).annotate(span=F("answered_at") - F("received_at"))
    ordered = spans.order_by("span").values_list("span", flat=True)
    answered = counts["answered"]
    middle = list(ordered[(answered - 1) // 2 : answered // 2 + 1]) if answered else []
    given = Rating.objects.filter(case__in=rows.order_by())
    levels = dict(given.values_list("level").annotate(number=Count("pk")).order_by())
    number = sum(levels.values())
    return Figures(
        counts=counts,
        median_days=_days(sum(middle, timedelta()) / len(middle)) if middle else None,
        slowest_days=_days(ordered.reverse()[0]) if middle else None,
        ratings={level: levels.get(level, 0) for level in (1, 2, 3)} if number >= FEW else {},
        rating_share=number / answered if answered else None,
    )


def _days(span: timedelta) -> float:
    return round(span / timedelta(days=1), 1)


def counts_by_unit(
    units: Collection[int], first: date, last: date, keys: Collection[str], now: datetime
) -> dict[int, dict[str, int]]:
    """The numbers of these groups by unit; a unit without cases has no row."""
    rows = cases_between(units, first, last).order_by().values("unit")
    counts = {key: Count("pk", filter=group(key, now) or None) for key in keys}
    return {
        unit: dict(zip(keys, numbers, strict=True))
        for unit, *numbers in rows.annotate(**counts).values_list("unit", *keys)
    }


@dataclass(frozen=True)
class VisitFigures:
    """Ratings of visits to a department; shares in percent, None while there are too few ratings."""

    department: str
    number: int
    satisfied: int | None
    low: int | None
    high: int | None


def visit_figures(unit_id: int) -> list[VisitFigures]:
    """What people think of their visits, by department, with how sure that is."""
    rows = CounterRating.objects.filter(unit=unit_id).order_by().values_list("department__name")
    found = rows.annotate(number=Count("pk"), hits=Count("pk", filter=Q(level=3)))
    return [_visit_figures(*row) for row in sorted(found)]


def _visit_figures(name: str, number: int, hits: int) -> VisitFigures:
    if number < FEW:
        return VisitFigures(name, number, None, None, None)
    shares = (hits / number, *wilson(hits, number))
    return VisitFigures(name, number, *(round(100 * share) for share in shares))
