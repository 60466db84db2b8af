"""Reads: the entries of days and weeks, as the public knows them and as the desk has them now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Min, Q, QuerySet

from conglang.base.duties.queries import calendar_of, chain_of, terms
from conglang.base.units.kinds import UnitLevel
from conglang.base.units.models import Unit
from conglang.content.calendars import wording
from conglang.content.calendars.models import Entry, EntryKind, Former, Today
from conglang.content.calendars.rules import (
    ANNOUNCE,
    DAY,
    RECEIVE,
    WEEK,
    Notice,
    Shortfall,
    notice_of,
    shortfall,
    weeks_of_month,
)
from conglang.content.calendars.times import When
from conglang.kernel.calendar import WorkCalendar
from conglang.kernel.rules import Bound, DatedRule, NoRuleInForce
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage

SUGGESTED = 40
OPEN = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.WITHDRAWN})


def entries(unit_ids: Sequence[int]) -> QuerySet[Entry]:
    """Entries of the units with what a line shows; for visitors only the public ones."""
    rows: QuerySet[Entry] = Entry.objects.filter(unit__in=unit_ids).select_related("department")
    return rows.order_by("starts_on", "starts_at", "pk")


def between(rows: QuerySet[Entry], first: date, last: date) -> QuerySet[Entry]:
    """Those with a present or a former date between two days, both included."""
    return rows.filter(earliest_on__lte=last, latest_on__gte=first)


@dataclass(frozen=True)
class Occurrence:
    """An entry on one of its days; `former` is set on a day from which it was moved."""

    day: date
    entry: Entry
    former: Former | None = None

    @property
    def when(self) -> When:
        """The time that belongs to this day, former or present."""
        return self.former.when if self.former else self.entry.when

    @property
    def is_void(self) -> bool:
        """Whether nothing happens on this day any more."""
        return self.former is not None or self.entry.cancelled

    @property
    def moved_to(self) -> str:
        """Said on a former day: where to go instead."""
        return wording.moved_to(self.entry, self.former) if self.former else ""

    @property
    def moved_from(self) -> list[str]:
        """Said on a present day: which ones came before."""
        return [] if self.former else [wording.moved_from(self.entry, each) for each in self.entry.former]

    @property
    def called_off(self) -> str:
        """Why nothing takes place."""
        return wording.called_off(self.entry) if self.entry.cancelled else ""

    @property
    def order(self) -> tuple[date, time, int]:
        """Whole days first."""
        at = self.when.starts_at if self.day == self.when.starts_on else None
        return self.day, at or time(), self.entry.pk


def occurrences(rows: Iterable[Entry], first: date, last: date) -> list[Occurrence]:
    """Every entry on every day between two days, in order, former dates among them."""
    found = [each for entry in rows for each in _of_entry(entry) if first <= each.day <= last]
    return sorted(found, key=lambda each: each.order)


def _of_entry(entry: Entry) -> Iterator[Occurrence]:
    yield from (Occurrence(day, entry) for day in entry.when.days)
    for former in entry.former:
        yield from (Occurrence(day, entry, former) for day in former.when.days)


def newest(entry: Entry) -> Entry:
    """The entry as it was stored last, public or not."""
    revision = entry.latest_revision
    if not entry.live or not entry.has_unpublished_changes or revision is None:
        return entry
    stored: Entry = revision.as_object()
    return stored


def newest_of_week(unit_id: int, monday: date) -> list[Entry]:
    """Entries of a week as they were stored last, for the desk."""
    last = monday + 6 * DAY
    rows = Entry.objects.filter(unit=unit_id).select_related("department", "latest_revision", "unit")
    # a version that is not public yet may lie in another week than its row
    touching = Q(earliest_on__lte=last, latest_on__gte=monday) | Q(live=True, has_unpublished_changes=True)
    found = map(newest, rows.filter(touching).order_by("starts_on", "starts_at", "pk"))
    return [entry for entry in found if occurrences([entry], monday, last)]


def reviews_of(rows: Iterable[Entry]) -> dict[int, Review]:
    """The reviews of entries by the entry's key, in one query."""
    kind = ContentType.objects.get_for_model(Entry)
    found = Review.objects.filter(content_type=kind, object_id__in=[entry.pk for entry in rows])
    return {review.object_id: review for review in found.select_related("submitted_by")}


def span(unit_ids: Sequence[int]) -> tuple[date | None, date | None]:
    """First and last day of all entries."""
    found = Entry.objects.filter(unit__in=unit_ids).aggregate(first=Min("earliest_on"), last=Max("latest_on"))
    return found["first"], found["last"]


def today_of(unit: Unit) -> date | None:
    """The day that the unit's stored pages go by; None until the job has been there."""
    day: date | None = Today.objects.filter(unit=unit).values_list("day", flat=True).first()
    return day


def late_notice(row: Entry, version: Entry, today: date) -> Notice | None:
    """By when a reception should have been announced, if that is over and nobody gave the public a reason.

    What is public at that date was announced already; a move and a cancellation carry their reason.
    """
    if version.kind != EntryKind.RECEPTION or version.cancelled or version.internal:
        return None
    if row.live and (row.starts_on == version.starts_on or len(version.changes) > len(row.changes)):
        return None
    notice = _notice(row.unit, version.starts_on)
    return notice if notice and notice.is_late(today) else None


def notice_for(entry: Entry, calendar: WorkCalendar | None = None) -> Notice | None:
    """By when a reception has to be public, on the calendar of its unit."""
    if entry.kind != EntryKind.RECEPTION or entry.internal:
        return None
    return _notice(entry.unit, entry.starts_on, calendar)


def _notice(unit: Unit, on: date, calendar: WorkCalendar | None = None) -> Notice | None:
    chain = chain_of(unit)
    return notice_of(on, calendar or calendar_of(chain), _held(chain, ANNOUNCE, on, Bound.AT_MOST))


def _held(chain: Sequence[str], term: str, on: date, bound: Bound) -> list[DatedRule]:
    try:
        return terms(chain, [term], on, bound)
    except NoRuleInForce:
        return []


def missing_receptions(unit: Unit, month: date, today: date) -> Shortfall | None:
    """Weeks of a month, not over yet, without enough days of citizen reception; a duty of communes."""
    if unit.level != UnitLevel.COMMUNE:
        return None
    mondays = list(weeks_of_month(month))
    rows = Entry.objects.filter(unit=unit, kind=EntryKind.RECEPTION, internal=False, cancelled=False)
    rows = between(rows, mondays[0], mondays[-1] + WEEK)
    days = [day for entry in rows for day in entry.when.days]
    chain = chain_of(unit)
    wanted = _held(chain, RECEIVE, month, Bound.AT_LEAST)
    found = shortfall(month, days, calendar_of(chain), wanted)
    ahead = tuple(monday for monday in found.weeks if monday + WEEK > today) if found else ()
    return replace(found, weeks=ahead) if found and ahead else None


def suggestions(unit_id: int) -> dict[str, list[str]]:
    """What was written lately in the fields that repeat themselves."""
    lately = list(Entry.objects.filter(unit=unit_id).order_by("-pk").values_list("who", "place")[:400])
    columns = ("who", [who for who, _place in lately]), ("place", [place for _who, place in lately])
    return {name: list(dict.fromkeys(values))[:SUGGESTED] for name, values in columns}


def unannounced_receptions(unit_ids: Sequence[int], today: date) -> list[tuple[Entry, Notice]]:
    """Receptions ahead that are not public yet, each with its last day, the most urgent first."""
    rows = Entry.objects.filter(
        unit__in=unit_ids, kind=EntryKind.RECEPTION, live=False, internal=False, cancelled=False
    )
    ahead = rows.filter(starts_on__gte=today).select_related("unit", "latest_revision")
    found = list(ahead.order_by("starts_on", "starts_at", "pk"))
    calendars = {unit: calendar_of(chain_of(unit)) for unit in {entry.unit for entry in found}}
    pairs = [(entry, notice_for(entry, calendars[entry.unit])) for entry in found]
    return [(entry, notice) for entry, notice in pairs if notice is not None]
