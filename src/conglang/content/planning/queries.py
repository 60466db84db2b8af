"""Reads: what was published, what is to come, and how the plan stands; bounded queries at any length."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.permissions import roles_with
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import counted
from conglang.content.planning.models import Assignment, Plan, Target
from conglang.content.planning.rules import Gap, Heap, gap
from conglang.kernel.clock import LOCAL_ZONE, local_day, start_of_day
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage


@dataclass(frozen=True)
class Period:
    """Whole days, both included."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_month(cls, year: int, month: int) -> "Period":
        """A calendar month."""
        after = date(year + month // 12, month % 12 + 1, 1)
        return cls(date(year, month, 1), after - timedelta(days=1))


def published(unit_ids: Collection[int], period: Period) -> QuerySet[Article]:
    """Items of the units that were first published in the period."""
    begins, ends = start_of_day(period.first), start_of_day(period.last + timedelta(days=1))
    rows = counted().filter(unit__in=unit_ids)
    return rows.filter(first_published_at__gte=begins, first_published_at__lt=ends)


def heaps(unit_id: int, year: int) -> Counter[Heap]:
    """How many items of each sort a unit has published in a year."""
    rows = published([unit_id], Period.of_year(year)).order_by()
    month = TruncMonth("first_published_at", tzinfo=LOCAL_ZONE)
    found = rows.annotate(month=month).values_list("month", "kind", "theme_id").annotate(number=Count("pk"))
    return Counter({Heap(local_day(at).month, kind, theme): number for at, kind, theme, number in found})


def themes_by_unit(unit_ids: Collection[int], year: int) -> Counter[tuple[int, str | None]]:
    """How many items each unit has published in a year, by the group of their theme; None has no theme."""
    rows = published(unit_ids, Period.of_year(year)).order_by().values_list("unit_id", "theme__group")
    return Counter({(unit, group): number for unit, group, number in rows.annotate(number=Count("pk"))})


def plan_of(unit_id: int, year: int) -> Plan | None:
    """The plan that counts: the newest approved version."""
    plan: Plan | None = Plan.objects.filter(unit=unit_id, year=year, approved_at__isnull=False).first()
    return plan


def draft_of(unit_id: int, year: int) -> Plan | None:
    """The version that is being written, if it is newer."""
    newest: Plan | None = Plan.objects.filter(unit=unit_id, year=year).first()
    return newest if newest is not None and newest.approved_at is None else None


def assignments(unit_ids: Collection[int], period: Period) -> QuerySet[Assignment]:
    """What is to be written by days of the period; cancelled ones are left out."""
    rows: QuerySet[Assignment] = Assignment.objects.filter(unit__in=unit_ids, duty__cancelled_at=None)
    rows = rows.filter(duty__due_on__gte=period.first, duty__due_on__lte=period.last)
    return (
        rows.select_related("duty", "person", "department", "hamlet", "theme", "article")
        .defer("article__body")
        .order_by("duty__due_on", "pk")
    )


def outstanding(unit_ids: Collection[int], period: Period) -> QuerySet[Assignment]:
    """Of these, what is not public yet."""
    return assignments(unit_ids, period).filter(Q(article=None) | Q(article__first_published_at=None))


def scheduled(unit_ids: Collection[int], period: Period) -> QuerySet[Article]:
    """Approved items that wait for their time in the period, each with its `publish_at`."""
    begins, ends = start_of_day(period.first), start_of_day(period.last + timedelta(days=1))
    reviews = Review.objects.filter(
        content_type=ContentType.objects.get_for_model(Article), unit__in=unit_ids,
        stage=Stage.APPROVED, publish_at__gte=begins, publish_at__lt=ends,
    )  # fmt: skip
    rows: QuerySet[Article] = Article.objects.filter(
        pk__in=reviews.values("object_id"), first_published_at=None, translation_of=None
    )
    return rows.select_related("theme").defer("body").order_by("go_live_at", "pk")


def is_handed_in(article_id: int) -> bool:
    """Whether an item was given to the editorial board."""
    kind = ContentType.objects.get_for_model(Article)
    begun = Review.objects.filter(content_type=kind, object_id=article_id).exclude(submitted_at=None)
    return bool(begun.exists())


def planned(unit_id: int, year: int) -> Counter[Heap]:
    """What is to come in a year: items asked for, and others that are approved and wait for their time."""
    period = Period.of_year(year)
    asked = list(outstanding([unit_id], period))
    known = {row.article_id for row in asked}
    heaps = [Heap(row.duty.due_on.month, row.kind, row.theme_id) for row in asked if row.duty]
    heaps += [
        Heap(local_day(row.go_live_at).month, row.kind, row.theme_id)
        for row in scheduled([unit_id], period)
        if row.go_live_at and row.pk not in known
    ]
    return Counter(heaps)


def gaps(plan: Plan, today: date) -> list[tuple[Target, Gap]]:
    """Every line of a plan with how it stands."""
    done, coming = heaps(plan.unit_id, plan.year), planned(plan.unit_id, plan.year)
    lines = plan.targets.select_related("theme")
    return [(line, gap(line.aim, done, coming, year=plan.year, today=today)) for line in lines]


def writers(unit_id: int, now: datetime) -> QuerySet[User]:
    """People of a unit who can write for it, by name."""
    posts = Membership.objects.in_force(now).filter(unit=unit_id, role__in=roles_with("newsroom.write"))
    return User.objects.filter(pk__in=posts.order_by().values("user")).order_by("full_name")
