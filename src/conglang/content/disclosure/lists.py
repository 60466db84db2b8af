"""What the papers hold: the list of a quarter, the plan of a year, the report on it. Lines are plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from conglang.base.duties.models import SPANNING, Channel, Evidence
from conglang.base.duties.queries import chain_of, counting_rules
from conglang.base.duties.rules import in_force
from conglang.base.duties.wording import limit_words
from conglang.base.units.models import Unit
from conglang.content.disclosure.catalogue import LAW, sources
from conglang.content.disclosure.models import STAYS, Entry, Heading, Paper, PaperKind
from conglang.content.disclosure.queries import became_public, headings, in_charge
from conglang.content.disclosure.rules import Period, Stay
from conglang.content.disclosure.wording import ways
from conglang.kernel.clock import end_of_day, local_day, start_of_day
from conglang.kernel.rules import NoRuleInForce, YearDays


@dataclass(frozen=True, slots=True)
class Listed:
    """Something that became public in a quarter, with how and when; days as `dd/mm/yyyy`."""

    heading: str
    title: str
    code: str
    made_on: str
    forms: tuple[str, ...]
    public_on: str
    until: str
    path: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What a unit means to make public in a year: content, form, time, duration, who answers for it."""

    key: str
    group: str
    heading: str
    what: str
    forms: str
    time: str
    duration: str
    responsible: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a line of the plan: how many entries, how many of them late, how many are awaited."""

    heading: str
    responsible: str
    done: int
    late: int
    awaited: int


def quarterly_list(unit: Unit, period: Period) -> list[Listed]:
    """What became public in the quarter, in the order of time, with every channel that has proofs."""
    begins, ends = start_of_day(period.first), end_of_day(period.last)
    rows = list(became_public(unit.pk, begins, ends))
    proofs = _proofs(row.duty_id for row in rows if row.duty_id)
    return [_listed(row, proofs.get(row.duty_id or 0, ())) for row in rows]


def _listed(row: Entry, proofs: Iterable[str]) -> Listed:
    day = local_day(row.public_at) if row.public_at else row.made_on
    down = local_day(row.taken_down_at) if row.taken_down_at else None
    site = _("this site, from %(day)s") % {"day": f"{day:%d/%m/%Y}"}
    if down:
        site = _("this site, %(day)s – %(end)s") % {"day": f"{day:%d/%m/%Y}", "end": f"{down:%d/%m/%Y}"}
    until = down or row.shown_until
    return Listed(
        heading=row.heading.title,
        title=row.title,
        code=row.code,
        made_on=f"{row.made_on:%d/%m/%Y}",
        forms=(site, *proofs),
        public_on=f"{day:%d/%m/%Y}",
        until=f"{until:%d/%m/%Y}" if until else str(STAYS[Stay(row.heading.stay)]),
        path=row.path,
    )


def _proofs(duty_ids: Iterable[int]) -> dict[int, list[str]]:
    """In words, per duty: each channel and place with its days."""
    found: dict[int, list[str]] = {}
    rows = Evidence.objects.filter(duty__in=list(duty_ids), was_there=True).exclude(
        channel__in=[Channel.PAGE_STORED, Channel.PAGE_PROBE]
    )
    spans: dict[tuple[int, str, str], tuple[date, date]] = {}
    for row in rows:
        key = (row.duty_id, row.channel, row.place)
        first, last = local_day(row.begins_at), local_day(row.ends_at)
        known = spans.get(key, (first, last))
        spans[key] = (min(first, known[0]), max(last, known[1]))
    for (duty_id, channel, place), (first, last) in sorted(spans.items()):
        days = f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
        name = str(Channel(channel).label)
        where = f"{name}, {place}" if place and channel in SPANNING | {Channel.VILLAGE_HEAD} else name
        found.setdefault(duty_id, []).append(f"{where}: {days}")
    return found


def plan(unit: Unit, year: int) -> list[Planned]:
    """What the catalogue asks of the unit by the end of a year, in the order of the law's groups."""
    on = Period(year).last
    held, charge = headings(unit, on), in_charge([unit.pk])
    when = times(unit, held.values(), on)
    letters = list(sources()[LAW].groups)
    lines = [
        Planned(
            key=key,
            group=next(iter(row.groups.get(LAW, ())), letters[-1]),
            heading=row.title,
            what=row.what,
            forms=ways(row.ways),
            time=when[key],
            duration=str(STAYS[Stay(row.stay)]),
            responsible=charge.get((unit.pk, key)) or row.office,
        )
        for key, row in held.items()
    ]
    return sorted(lines, key=lambda line: letters.index(line.group))


def times(unit: Unit, rows: Iterable[Heading], on: date) -> dict[str, str]:
    """By when each heading's information has to be public, in words; the unit's own terms among them."""
    chain = chain_of(unit)
    known = list(counting_rules(chain))
    texts = {row.key: row.starts for row in known}
    terms = [row.as_rule for row in known]
    found = {}
    for row in rows:
        try:
            rules = in_force(terms, row.rules, max(on, row.valid_from), chain)
        except NoRuleInForce:
            rules = []
        words = [
            limit_words(rule)
            if isinstance(rule.value, YearDays)
            else _("%(limit)s from when: %(event)s") % {"limit": limit_words(rule), "event": texts[rule.key]}
            for rule in rules
        ]
        found[row.key] = "; ".join(dict.fromkeys(words))
    return found


def report(unit: Unit, year: int, lines: Iterable[Mapping[str, Any]]) -> list[Reported]:
    """What was done of a plan: entries of the year under each of its headings."""
    begins, ends = start_of_day(Period(year).first), end_of_day(Period(year).last)
    done: dict[str, list[Entry]] = {}
    for row in became_public(unit.pk, begins, ends):
        done.setdefault(row.heading_key, []).append(row)
    awaited: dict[str, int] = {}
    waiting = Entry.objects.filter(unit=unit, live=False, public_at=None, made_on__year__lte=year)
    for key in waiting.values_list("heading_key", flat=True):
        awaited[key] = awaited.get(key, 0) + 1
    return [
        Reported(
            heading=line["heading"],
            responsible=line["responsible"],
            done=len(done.get(line["key"], ())),
            late=sum(_was_late(row) for row in done.get(line["key"], ())),
            awaited=awaited.get(line["key"], 0),
        )
        for line in lines
    ]


def _was_late(row: Entry) -> bool:
    return row.duty is not None and row.public_at is not None and row.public_at >= row.duty.due_at


def lines_of(unit: Unit, kind: PaperKind, period: Period) -> list[dict[str, Any]]:
    """The lines of a paper as they would be today; a report tells of the approved plan, if there is one."""
    if kind is PaperKind.LIST:
        return [asdict(line) for line in quarterly_list(unit, period)]
    if kind is PaperKind.PLAN:
        return [asdict(line) for line in plan(unit, period.year)]
    approved = Paper.objects.filter(unit=unit, kind=PaperKind.PLAN, period=period.key).first()
    planned = approved.lines if approved else [asdict(line) for line in plan(unit, period.year)]
    return [asdict(line) for line in report(unit, period.year, planned)]
