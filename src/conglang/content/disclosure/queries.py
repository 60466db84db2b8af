"""Reads: the catalogue of a unit, what was entered under it, and how its headings stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from conglang.base.duties.models import Duty
from conglang.base.duties.queries import chain_of
from conglang.base.units.models import Site, Unit, UnitLevel
from conglang.base.units.queries import descendants, units_in_force
from conglang.content.disclosure.models import Entry, Heading, InCharge, Paper
from conglang.content.disclosure.rules import COUNTED, PERIODIC, Cycle, Made, Period, Standing, State, stand
from conglang.kernel.clock import local_day
from conglang.kernel.legal import NATIONAL

DUTY = "cong-khai"
"""Key of a duty about one entry; that of a period also names heading and period."""


def duty_key(heading_key: str, period: Period) -> str:
    """The key of the duty for a heading and a period."""
    return f"{DUTY}-{heading_key}-{period.key}" if period.year else DUTY


def counting_headings(chain: Sequence[str]) -> QuerySet[Heading]:
    """Versions of a chain of scopes that ask for something."""
    counts = Q(is_delivered=True) | ~Q(confirmed_at=None)
    return Heading.objects.filter(counts, scope__in=chain)


def held(rows: Iterable[Heading], chain: Sequence[str], on: date) -> dict[str, Heading]:
    """Of each key the version that holds on the day: the narrowest scope's newest, in catalogue order."""
    rank = {scope: place for place, scope in enumerate(chain)}
    fitting = [
        row
        for row in rows
        if row.scope in rank and row.valid_from <= on and (row.valid_to is None or on < row.valid_to)
    ]
    best: dict[str, Heading] = {}
    for row in sorted(fitting, key=lambda row: (rank[row.scope], row.version)):
        best[row.key] = row
    return dict(sorted(best.items(), key=lambda pair: (pair[1].order, pair[0])))


def headings(unit: Unit, on: date) -> dict[str, Heading]:
    """What the unit has to make public on a day, by key."""
    chain = chain_of(unit)
    return held(counting_headings(chain), chain, on)


def catalogue_of(units: Sequence[str]) -> QuerySet[Heading]:
    """Every version of these scopes, those of the country among them, for the province's own page."""
    return Heading.objects.filter(scope__in=[NATIONAL, *units]).select_related("proposed_by", "confirmed_by")


def entries(unit_id: int) -> QuerySet[Entry]:
    """What a unit has entered, the newest first."""
    rows: QuerySet[Entry] = Entry.objects.filter(unit=unit_id)
    return rows.select_related("heading", "duty")


def public_entries(unit_ids: Sequence[int]) -> QuerySet[Entry]:
    """What readers find of the units, the newest first."""
    rows: QuerySet[Entry] = Entry.objects.filter(unit__in=unit_ids, live=True)
    return rows.select_related("heading", "unit")


def entries_about(row: Model) -> QuerySet[Entry]:
    """Everything that names a row of another room."""
    label = row._meta
    return entries_of(ContentType.objects.get_by_natural_key(label.app_label, label.model_name or ""), row.pk)


def entries_of(kind: ContentType, pk: object) -> QuerySet[Entry]:
    """The same, for a row that need not exist any more."""
    found: QuerySet[Entry] = Entry.objects.filter(subject_type=kind, subject_id=str(pk))
    return found


def in_charge(unit_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """Names of the departments in charge, by unit and heading."""
    rows = InCharge.objects.filter(unit__in=list(unit_ids)).values_list(
        "unit_id", "heading_key", "department__name"
    )
    return {(unit_id, key): name for unit_id, key, name in rows}


@dataclass(frozen=True)
class HeadingState:
    """A heading with where it stands."""

    heading: Heading
    standing: Standing
    department: str

    @property
    def state(self) -> State:
        """Complete, missing, old, due soon, or nothing to show."""
        return self.standing.state


@dataclass(frozen=True)
class Coverage:
    """How the whole catalogue stands in a unit."""

    unit: Unit
    rows: tuple[HeadingState, ...]
    has_site: bool

    def count(self, state: State) -> int:
        """How many headings stand so."""
        return sum(row.state is state for row in self.rows)

    @property
    def counts(self) -> dict[State, int]:
        """The number of headings by state, the worst first."""
        return {state: self.count(state) for state in State}

    @property
    def asked(self) -> int:
        """How many headings the unit has to serve now."""
        return sum(row.state in COUNTED for row in self.rows)

    @property
    def percent(self) -> int:
        """The share of complete ones in full percent, rounded down; those due soon are not late yet."""
        done = self.count(State.COMPLETE) + self.count(State.DUE_SOON)
        return done * 100 // self.asked if self.asked else 100


def coverage(unit: Unit, on: date) -> Coverage:
    """How the catalogue stands in one unit."""
    return coverages([unit], on)[0]


def coverage_below(unit: Unit, on: date) -> list[Coverage]:
    """The same for every commune below that exists on the day, in as many queries."""
    below = units_in_force(on).filter(pk__in=descendants(unit), level=UnitLevel.COMMUNE)
    return coverages(list(below), on)


def coverages(units: Sequence[Unit], on: date) -> list[Coverage]:
    """How the catalogue stands in some units: seven queries, however many they are."""
    ids = [unit.pk for unit in units]
    above = {pk for unit in units for pk in unit.ancestor_ids}
    codes = dict(Unit.objects.filter(pk__in=above).values_list("pk", "code"))
    chains = {
        unit.pk: (NATIONAL, *(codes[pk] for pk in reversed(unit.ancestor_ids)), unit.code) for unit in units
    }
    known = list(counting_headings(sorted({scope for chain in chains.values() for scope in chain})))
    local = {row.scope for row in known}
    same: dict[tuple[str, ...], dict[str, Heading]] = {}
    charge, sites = in_charge(ids), set(Site.objects.filter(unit__in=ids).values_list("unit", flat=True))
    made, running = _made(ids), _running(ids)
    found = []
    for unit in units:
        chain = tuple(scope for scope in chains[unit.pk] if scope in local)
        if chain not in same:
            same[chain] = held(known, chain, on)
        rows = tuple(
            HeadingState(row, _stand(unit.pk, row, made, running, on), charge.get((unit.pk, key), ""))
            for key, row in same[chain].items()
        )
        found.append(Coverage(unit, rows, unit.pk in sites))
    return found


Key = tuple[int, str]


def _stand(
    unit_id: int,
    row: Heading,
    made: Mapping[Key, list[Made]],
    running: Mapping[Key, date],
    on: date,
) -> Standing:
    clock = row.clock
    wanted = clock.wanted(on)
    return stand(
        clock,
        made.get((unit_id, row.key), ()),
        on,
        since=row.valid_from,
        period_due=running.get((unit_id, duty_key(row.key, wanted))) if wanted.year else None,
        renew_days=row.renew_days,
    )


def _made(ids: Sequence[int]) -> dict[Key, list[Made]]:
    rows = Entry.objects.filter(unit__in=ids).values_list(
        "unit_id", "heading_key", "period", "made_on", "live", "taken_down_at", "shown_until", "duty__due_on",
    )  # fmt: skip
    found: dict[Key, list[Made]] = {}
    for unit_id, key, period, made_on, live, down_at, until, due_on in rows:
        # what its term has ended was public in its time, which is what the heading asks for
        was_in_time = down_at is not None and until is not None and local_day(down_at) >= until
        if live or was_in_time or down_at is None:
            is_public = live or was_in_time
            found.setdefault((unit_id, key), []).append(
                Made(period, made_on, is_public, None if is_public else due_on)
            )
    return found


def _running(ids: Sequence[int]) -> dict[Key, date]:
    rows = Duty.objects.filter(unit__in=ids, key__startswith=f"{DUTY}-", fulfilled_at=None, cancelled_at=None)
    return {(unit_id, key): due_on for unit_id, key, due_on in rows.values_list("unit_id", "key", "due_on")}


def periodic(rows: Mapping[str, Heading]) -> dict[str, Heading]:
    """The headings that ask for something every period."""
    return {key: row for key, row in rows.items() if Cycle(row.cycle) in PERIODIC}


def papers(unit_id: int) -> QuerySet[Paper]:
    """Lists, plans and reports of a unit, the newest first."""
    rows: QuerySet[Paper] = Paper.objects.filter(unit=unit_id)
    return rows


def became_public(unit_id: int, begins: datetime, ends: datetime) -> QuerySet[Any]:
    """Entries that became public from the one instant to before the other, the oldest first."""
    return entries(unit_id).filter(public_at__gte=begins, public_at__lt=ends).order_by("public_at", "pk")
