"""Reads: everything about the items of a period, in a number of queries that does not depend on theirs."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.permissions import roles_with
from conglang.base.accounts.roles import Role
from conglang.base.duties.queries import calendar_of, chain_of
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.content.newsroom.models import Article
from conglang.content.planning.queries import Period, published
from conglang.content.supervision.models import Nudge, Rhythm, Span
from conglang.content.supervision.permissions import INSPECT
from conglang.content.supervision.rules import Event, Item, Wait, What, hamlet_in, waits
from conglang.kernel.clock import start_of_day
from conglang.kernel.text import fold
from conglang.tools.approval.models import Contribution, Decision
from conglang.tools.approval.rules import Command

_WHATS = {Command.SUBMIT.value: What.SUBMITTED, Command.RETURN.value: What.RETURNED}
_FACTS = ("pk", "title", "author_name", "author_id", "author_address", "department__name")


@dataclass(frozen=True)
class Contributions:
    """The items of a unit on which something happened in a period, and how long they waited at each step."""

    unit: Unit
    period: Period
    items: list[Item] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @cached_property
    def waits(self) -> list[Wait]:
        """Office hours between one decision and the next, by step."""
        calendar = calendar_of(chain_of(self.unit))
        begins, ends = instants(self.period)
        return waits(self.events, begins, ends, calendar.time_open)

    def of(self, user_id: int | None, name: str) -> "Contributions":
        """What one person wrote."""
        mine = [item for item in self.items if item.author_id == user_id or fold(item.author) == fold(name)]
        return Contributions(self.unit, self.period, mine)


def instants(period: Period) -> tuple[datetime, datetime]:
    """The first instant of a period, and the first one after it."""
    return start_of_day(period.first), start_of_day(period.last + timedelta(days=1))


def contributions(unit: Unit, period: Period) -> Contributions:
    """Everything that figures of the period are made of."""
    events = _events(unit.pk, period)
    begins, ends = instants(period)
    whats: dict[int, set[What]] = defaultdict(set)
    for event in events:
        if begins <= event.at < ends and (what := _WHATS.get(event.verdict)):
            whats[event.article_id].add(what)
    for pk in published([unit.pk], period).values_list("pk", flat=True):
        whats[pk].add(What.PUBLISHED)
    return Contributions(unit, period, _items(unit.pk, whats), events)


def _events(unit_id: int, period: Period) -> list[Event]:
    """The whole history of the items that were decided on in the period, in order."""
    begins, ends = instants(period)
    kind = ContentType.objects.get_for_model(Article)
    rows = Decision.objects.filter(unit=unit_id, review__content_type=kind)
    touched = rows.filter(at__gte=begins, at__lt=ends).order_by().values("review")
    history = rows.filter(review__in=touched).order_by("pk")
    return [Event(*line) for line in history.values_list("review__object_id", "verdict", "step", "at")]


def _items(unit_id: int, whats: Mapping[int, set[What]]) -> list[Item]:
    offices, hamlets = _offices(unit_id), _hamlets(unit_id)
    facts = Article.objects.filter(unit=unit_id, translation_of=None, pk__in=list(whats))
    # what villagers send in says itself where it happened
    told = dict(
        facts.exclude(submissions__hamlet=None)
        .values_list("pk", "submissions__hamlet")
        .order_by("submissions__pk")
    )
    titles = dict(hamlets.values())
    names = {key: title for key, (_pk, title) in hamlets.items()}
    return [
        Item(
            pk, title, author, author_id, department or offices.get(author_id, ""),
            titles.get(told.get(pk, 0)) or hamlet_in(address, names), frozenset(whats[pk]),
        )
        for pk, title, author, author_id, address, department in facts.order_by("pk").values_list(*_FACTS)
    ]  # fmt: skip


def _offices(unit_id: int) -> dict[int | None, str]:
    """The department of each person who has one, by their latest appointment."""
    posts = Membership.objects.filter(unit=unit_id).exclude(department=None).order_by("starts_on", "pk")
    return dict(posts.values_list("user_id", "department__name"))


def _hamlets(unit_id: int) -> dict[str, tuple[int, str]]:
    """Hamlets by the words for which addresses are searched: the title, and the name alone."""
    rows = list(Hamlet.objects.filter(unit=unit_id))
    return {fold(text): (row.pk, row.title) for row in rows for text in (row.name, row.title)}


@dataclass(frozen=True)
class Silent:
    """A department that contributed nothing, its heads, and who was told when."""

    department: Department
    heads: list[int]
    nudges: list[Nudge]


def rhythm_of(unit_id: int) -> Rhythm | None:
    """What the unit has laid down."""
    rhythm: Rhythm | None = Rhythm.objects.filter(unit=unit_id).first()
    return rhythm


def silent(found: Contributions, now: datetime) -> list[Silent]:
    """Departments of which nobody handed anything in during the period."""
    heard = {item.department for item in found.items if What.SUBMITTED in item.whats}
    heads: dict[int | None, list[int]] = defaultdict(list)
    posts = Membership.objects.in_force(now).filter(unit=found.unit.pk, role=Role.DEPARTMENT_HEAD)
    for department_id, user_id in posts.values_list("department_id", "user_id"):
        heads[department_id].append(user_id)
    told: dict[int, list[Nudge]] = defaultdict(list)
    period = {"first": found.period.first, "last": found.period.last}
    for nudge in Nudge.objects.filter(unit=found.unit.pk, **period).select_related("person"):
        told[nudge.department_id].append(nudge)
    rows = Department.objects.filter(unit=found.unit.pk).exclude(name__in=heard)
    return [Silent(row, heads[row.pk], told[row.pk]) for row in rows]


def period_with(span: Span, day: date) -> Period:
    """The period of a kind in which a day lies."""
    if span == Span.YEAR:
        return Period.of_year(day.year)
    if span == Span.MONTH:
        return Period.of_month(day.year, day.month)
    first = (day.month - 1) // 3 * 3 + 1
    return Period(date(day.year, first, 1), Period.of_month(day.year, first + 2).last)


def inspectors(unit_id: int, now: datetime) -> QuerySet[User]:
    """People who can inspect for a unit, by name."""
    posts = Membership.objects.in_force(now).filter(unit=unit_id, role__in=roles_with(INSPECT))
    return User.objects.filter(pk__in=posts.order_by().values("user")).order_by("full_name")


def inspectable(unit_id: int, period: Period, inspector_id: int) -> list[int]:
    """What is public of a period and the inspector had no hand in, by key."""
    kind = ContentType.objects.get_for_model(Article)
    own = Contribution.objects.filter(unit=unit_id, user=inspector_id, review__content_type=kind)
    rows = published([unit_id], period).filter(live=True).exclude(author=inspector_id)
    return list(
        rows.exclude(pk__in=own.values("review__object_id")).order_by("pk").values_list("pk", flat=True)
    )
