"""Reads: campaigns of those who ask, and what lies with those who are asked.

A campaign and its asks lie in different units. Whoever is at one end of an ask sees it through the functions
below, which look at both ends first; nobody else finds it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.base.units.models import Department, Unit, UnitLevel
from conglang.base.units.queries import descendants, units_in_force
from conglang.base.units.scope import everything
from conglang.content.campaigns import rules
from conglang.content.campaigns.models import Ask, Campaign, Reply, ReplyFile
from conglang.content.campaigns.permissions import READ
from conglang.content.campaigns.rules import HANDED_IN, Item, State
from conglang.content.disclosure.permissions import READ as READ_COVERAGE
from conglang.content.disclosure.queries import coverages
from conglang.content.disclosure.rules import State as Covered
from conglang.kernel.clock import local_day
from conglang.kernel.text import collation_key

BOTH_ENDS = "whoever asks sees what was handed in"


def campaigns() -> QuerySet[Campaign]:
    """Campaigns of readable units, the newest first."""
    rows: QuerySet[Campaign] = Campaign.objects.select_related("unit")
    return rows


def asks() -> QuerySet[Ask]:
    """What readable units are asked for, what is open and urgent first."""
    rows: QuerySet[Ask] = Ask.objects.select_related("unit", "asker", "department", "duty")
    return rows.order_by("closed_at", "duty__fulfilled_at", "duty__due_at", "pk")


def find_campaign(by: Actor, pk: int) -> Campaign:
    """One campaign of the person's units. Raises NotFound, Forbidden."""
    row = campaigns().filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, READ, row)
    return row


def check_ends(by: Actor, ask: Ask) -> None:
    """Raise NotFound for whoever stands at neither end of an ask, Forbidden for who may not read there."""
    ends = [unit for unit in (ask.unit_id, ask.asker_id) if by.scope.may_read(unit)]
    if not ends:
        raise NotFound
    if not any(by.may(READ, unit) for unit in ends):
        raise Forbidden


@dataclass(frozen=True)
class Line:
    """One item with what was said to it."""

    item: Item
    reply: Reply | None
    files: tuple[ReplyFile, ...]

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.reply.state) if self.reply else State.MISSING


@dataclass(frozen=True)
class Sheet:
    """One ask with all its lines."""

    ask: Ask
    lines: tuple[Line, ...]

    @cached_property
    def states(self) -> dict[str, State]:
        """Where each item stands."""
        return {line.item.key: line.state for line in self.lines}

    def late(self, on: date) -> set[str]:
        """Keys of needed items whose day has passed; none once the campaign is closed."""
        if self.ask.closed_at is not None:
            return set()
        return {item.key for item in rules.late(self.ask.checklist, self.states, self.ask.due_on, on)}

    def came_late(self, line: Line) -> bool:
        """Whether what is there came after its day."""
        at = line.reply.handed_at if line.reply and line.state in HANDED_IN else None
        return at is not None and local_day(at) > line.item.last_day(self.ask.due_on)

    @property
    def is_complete(self) -> bool:
        """Whether everything needed was handed in."""
        return rules.is_complete(self.ask.checklist, self.states)

    @property
    def is_settled(self) -> bool:
        """Whether everything needed was accepted."""
        return rules.is_settled(self.ask.checklist, self.states)


def find_sheet(by: Actor, ask_id: int) -> Sheet:
    """An ask as both of its ends see it. Raises NotFound, Forbidden."""
    with everything(BOTH_ENDS):
        found = _sheets(Ask.objects.filter(pk=ask_id))
    if not found:
        raise NotFound
    check_ends(by, found[0].ask)
    return found[0]


def sheets_of(campaign: Campaign) -> list[Sheet]:
    """Every ask of a campaign that the caller was found to read, by name."""
    with everything(BOTH_ENDS):
        found = _sheets(Ask.objects.filter(campaign=campaign.pk))
    return sorted(found, key=lambda sheet: collation_key(sheet.ask.asked))


def _sheets(rows: QuerySet[Ask]) -> list[Sheet]:
    known = rows.select_related("unit", "asker", "department", "duty").prefetch_related(
        "replies__files__document", "replies__by"
    )
    return [_sheet(ask) for ask in known]


def _sheet(ask: Ask) -> Sheet:
    replies = {reply.item: reply for reply in ask.replies.all()}
    return Sheet(
        ask,
        tuple(
            Line(item, reply, tuple(reply.files.all()) if reply else ())
            for item in ask.checklist
            for reply in [replies.get(item.key)]
        ),
    )


def find_file(by: Actor, pk: int) -> ReplyFile:
    """A file that the person may open: at the asked end always, at the asking end once it was handed in.

    Files that are locked away are nobody's here. Raises NotFound, Forbidden.
    """
    with everything(BOTH_ENDS):
        row: ReplyFile | None = (
            ReplyFile.objects.select_related("reply__ask", "document").filter(pk=pk).first()
        )
    if row is None or row.document.is_quarantined:
        raise NotFound
    ask = row.reply.ask
    check_ends(by, ask)
    if State(row.reply.state) not in HANDED_IN and not by.scope.may_read(ask.unit_id):
        raise NotFound
    return row


def askable(unit: Unit, on: date) -> list[tuple[int, str]]:
    """Whom a unit can ask: the communes below it, or its departments, by name."""
    if unit.level == UnitLevel.COMMUNE:
        rows = Department.objects.filter(unit=unit)
        return [(row.pk, row.name) for row in rows]
    below = units_in_force(on).filter(pk__in=descendants(unit), level=UnitLevel.COMMUNE)
    return [(row.pk, row.title) for row in sorted(below, key=lambda row: collation_key(row.name))]


def missing_headings(by: Actor, unit: Unit, on: date) -> list[tuple[str, tuple[str, ...], str]]:
    """Headings that lack something where the person may see it: their name, kinds of file, what is asked."""
    below = Q(pk=unit.pk) if unit.level == UnitLevel.COMMUNE else Q(pk__in=descendants(unit))
    units = [
        row
        for row in units_in_force(on).filter(below, level=UnitLevel.COMMUNE)
        if by.scope.may_read(row.pk) and by.may(READ_COVERAGE, row.pk)
    ]
    lacking = {
        row.heading.key: row.heading
        for found in coverages(units, on)
        for row in found.rows
        if row.state in {Covered.MISSING, Covered.OLD}
    }
    rows = sorted(lacking.values(), key=lambda heading: (heading.order, heading.key))
    return [(row.title, tuple(row.files), row.what) for row in rows]


def files_of(sheets: Iterable[Sheet]) -> list[tuple[Ask, Item, ReplyFile]]:
    """Everything that was handed in and may be opened."""
    return [
        (sheet.ask, line.item, file)
        for sheet in sheets
        for line in sheet.lines
        if line.state in HANDED_IN
        for file in line.files
        if not file.document.is_quarantined
    ]
