"""Reads: rules and calendar of a unit, duties by person, unit and date, and why a date is what it is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Model, Q, QuerySet

from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.permissions import roles_with
from conglang.base.duties.models import (
    SPANNING,
    CalendarDay,
    Channel,
    Duty,
    Evidence,
    Notice,
    Opening,
    PageWatch,
    Rule,
    is_open,
)
from conglang.base.duties.permissions import WORK
from conglang.base.duties.rules import Shown, Span, Verdict, in_force, verdict
from conglang.base.units.models import Unit
from conglang.kernel.calendar import WorkCalendar, load_national_calendar
from conglang.kernel.clock import local_day
from conglang.kernel.legal import NATIONAL
from conglang.kernel.rules import Bound, DatedRule
from conglang.kernel.text import collation_key


def chain_of(unit: Unit) -> tuple[str, ...]:
    """The scopes in which a unit lies, from the country down to the unit itself."""
    codes = dict(Unit.objects.filter(pk__in=unit.ancestor_ids).values_list("pk", "code"))
    return (NATIONAL, *(codes[pk] for pk in reversed(unit.ancestor_ids)), unit.code)


def calendar_of(chain: Sequence[str]) -> WorkCalendar:
    """Working days and hours of a chain of scopes: the table of the release, and what was entered since."""
    rows = CalendarDay.objects.filter(scope__in=chain, withdrawn_at=None)
    added = [row.as_entry for row in rows]
    decided = {(row.on, row.scope, row.status) for row in added}
    calendar = load_national_calendar()
    kept = tuple(row for row in calendar.entries if (row.on, row.scope, row.status) not in decided)
    hours = tuple(row.as_hours for row in Opening.objects.filter(scope__in=chain))
    return WorkCalendar((*kept, *added), calendar.covers, hours=hours).for_scope(chain)


def counting_rules(chain: Sequence[str]) -> QuerySet[Rule]:
    """Rules of a chain of scopes that set dates, every version."""
    counts = Q(is_delivered=True) | ~Q(confirmed_at=None)
    return Rule.objects.filter(counts, scope__in=chain)


def terms(
    chain: Sequence[str], ids: Collection[str], on: date, bound: Bound = Bound.AT_MOST
) -> list[DatedRule]:
    """The deadlines, or least times, of these ids that hold on a day. Raises NoRuleInForce without any."""
    known = [row.as_rule for row in counting_rules(chain).filter(rule_id__in=ids)]
    return in_force(known, ids, on, chain, bound)


@dataclass(frozen=True)
class Law:
    """The terms of some ids for a unit, and its calendar: read once for duties that start together."""

    unit: Unit
    chain: tuple[str, ...]
    rules: Sequence[DatedRule]

    def terms(self, ids: Collection[str], on: date) -> list[DatedRule]:
        """The deadlines of these ids that hold on a day. Raises NoRuleInForce without any."""
        return in_force(self.rules, ids, on, self.chain)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Working days and hours of the unit."""
        return calendar_of(self.chain)


def law_of(unit: Unit, ids: Collection[str]) -> Law:
    """Every version of these ids that a unit lies under."""
    chain = chain_of(unit)
    return Law(unit, chain, [row.as_rule for row in counting_rules(chain).filter(rule_id__in=ids)])


def choosable_terms(chain: Sequence[str], on: date) -> list[Rule]:
    """The terms that a person can start a duty with on a day, of each code the narrowest, by title."""
    rows = counting_rules(chain).filter(Q(valid_to=None) | Q(valid_to__gt=on), bound=Bound.AT_MOST.value)
    order = sorted(rows, key=lambda rule: (chain.index(rule.scope), rule.version))
    return sorted({rule.rule_id: rule for rule in order}.values(), key=lambda rule: collation_key(rule.title))


def workers(unit_id: int, now: datetime) -> QuerySet[User]:
    """People of a unit who can do a duty."""
    roles = [role.value for role in roles_with(WORK)]
    posts = Membership.objects.in_force(now).filter(unit=unit_id, role__in=roles)
    return User.objects.filter(pk__in=posts.order_by().values("user"))


def rules_by_key(keys: Collection[str]) -> dict[str, Rule]:
    """The versions of these keys, whatever came after them."""
    ids = {key.partition("/")[0] for key in keys}
    return {rule.key: rule for rule in Rule.objects.filter(rule_id__in=ids) if rule.key in keys}


def duties() -> QuerySet[Duty]:
    """Duties of readable units with what a line shows."""
    rows: QuerySet[Duty] = Duty.objects.select_related("unit", "department", "person")
    return rows.order_by("due_at", "pk")


def open_duties() -> QuerySet[Duty]:
    """Those that are neither done nor cancelled, the most urgent first."""
    return duties().filter(is_open())


def overdue(now: datetime) -> QuerySet[Duty]:
    """Open ones whose day has passed; while one is paused nobody is late."""
    return open_duties().filter(due_at__lte=now, paused_at=None)


def duties_about(subject: Model) -> QuerySet[Duty]:
    """Everything that a row of another room has started."""
    label = subject._meta
    return duties().filter(
        subject_type__app_label=label.app_label,
        subject_type__model=label.model_name,
        subject_id=str(subject.pk),
    )


def due_between(rows: QuerySet[Duty], first: date, last: date) -> QuerySet[Duty]:
    """Those with their last day between two days, both included; cancelled ones are left out."""
    return rows.filter(due_on__gte=first, due_on__lte=last, cancelled_at=None)


def notices(person_id: int | None) -> QuerySet[Notice]:
    """What a person was told about duties of readable units, the latest first."""
    rows: QuerySet[Notice] = Notice.objects.filter(person=person_id or 0)
    return rows.select_related("duty__unit").order_by("-at", "-pk")


def unread(person_id: int | None) -> int:
    """How many notices of duties a person has not read."""
    count: int = Notice.objects.filter(person=person_id or 0, read_at=None).count()
    return count


@dataclass(frozen=True)
class Reckoning:
    """A duty counted anew as its page shows it; `versions` are the rules in the order of the candidates."""

    duty: Duty
    verdict: Verdict
    versions: tuple[Rule, ...]
    calendar: WorkCalendar

    @property
    def agrees(self) -> bool:
        """Whether the stored date is what the calendar of today gives; closed duties may differ."""
        return self.verdict.on == self.duty.due_on


def reckon(duty: Duty) -> Reckoning:
    """Count a duty again, with the rules that it keeps and the calendar of today."""
    known = rules_by_key(duty.rule_keys)
    versions = tuple(known[key] for key in duty.rule_keys)
    calendar = calendar_of(chain_of(duty.unit))
    found = counted(duty, [rule.as_rule for rule in versions], calendar)
    return Reckoning(duty, found, versions, calendar)


def counted(duty: Duty, rules: Iterable[DatedRule], calendar: WorkCalendar) -> Verdict:
    """The last day of a duty under its rules."""
    return verdict(duty.started_at, rules, calendar, duty.past_pauses, duty.granted)


def watches_due(now: datetime, most: int) -> QuerySet[PageWatch]:
    """Watched pages whose time has come, the longest waiting first."""
    rows: QuerySet[PageWatch] = PageWatch.objects.filter(ended_at=None, next_at__lte=now)
    return rows.order_by("next_at", "pk")[:most]


@dataclass(frozen=True)
class PlaceSpan:
    """What the proofs of one channel and place add up to."""

    channel: Channel
    place: str
    span: Span


def spans(duty: Duty) -> list[PlaceSpan]:
    """Unbroken days per channel and place, for channels that prove days."""
    found: dict[tuple[Channel, str], list[Shown]] = {}
    for row in Evidence.objects.filter(duty=duty, channel__in=SPANNING, taken_back_at=None):
        days = Shown(local_day(row.begins_at), local_day(row.ends_at), row.was_there)
        found.setdefault((Channel(row.channel), row.place), []).append(days)
    return [PlaceSpan(*place, Span(tuple(proofs))) for place, proofs in sorted(found.items())]


def longest_span(duty: Duty, channel: Channel) -> int:
    """Days of the longest unbroken run in any one place of the channel."""
    return max((each.span.longest for each in spans(duty) if each.channel == channel), default=0)


def reached_on(duty: Duty, channel: Channel, days: int) -> date | None:
    """The first day on which some place of the channel had shown it for so many days without a gap."""
    found = (each.span.reached_on(days) for each in spans(duty) if each.channel == channel)
    return min((day for day in found if day), default=None)
