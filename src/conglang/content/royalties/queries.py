"""Reads: the prices of a unit, sheets with their sums, and what of a year's budget is left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from conglang.base.duties.queries import chain_of
from conglang.base.units.models import Unit
from conglang.content.royalties.law import law
from conglang.content.royalties.models import MonthSheet, Paid, Payee, RateTable, Status, Work, YearBudget
from conglang.content.royalties.rules import (
    HUNDRED,
    LocalTable,
    Part,
    Settled,
    Tariff,
    is_beyond,
    settle,
    tariff_on,
    warning,
)

FEES = (Part.EDITING, Part.APPROVING)
AMOUNT = Coalesce("adjusted", "computed")


@dataclass(frozen=True)
class Prices:
    """Everything that decides what a unit's works earn."""

    chain: tuple[str, ...]
    tables: Sequence[LocalTable]

    def on(self, day: date) -> Tariff:
        """The tariff of a day. Raises NoPrice."""
        return tariff_on(law(), self.tables, self.chain, day)


def prices_of(unit: Unit) -> Prices:
    """The confirmed tables of a unit and those above it."""
    chain = chain_of(unit)
    rows = RateTable.objects.filter(scope__in=chain, confirmed_at__isnull=False)
    return Prices(chain, [row.as_table for row in rows])


def tables_for(unit: Unit) -> QuerySet[RateTable]:
    """Tables that hold or may hold for the unit, those that wait for a second person among them."""
    rows = RateTable.objects.filter(scope__in=chain_of(unit))
    return rows.select_related("entered_by", "confirmed_by")


def sheets(unit_id: int) -> QuerySet[MonthSheet]:
    """Sheets of a unit with their `gross`, the newest first."""
    total = Sum(Coalesce("works__payments__adjusted", "works__payments__computed"))
    rows: QuerySet[MonthSheet] = MonthSheet.objects.filter(unit=unit_id).annotate(gross=Coalesce(total, 0))
    return rows.order_by("-month")


def own_payments(user_id: int | None) -> QuerySet[Paid]:
    """What a person gets by the sheets of readable units, the newest first."""
    rows: QuerySet[Paid] = Paid.objects.filter(payee__user=user_id or 0)
    return rows.select_related("work__sheet", "payee").order_by("-work__sheet__month", "-work", "pk")


@dataclass(frozen=True)
class Sums:
    """A sheet as it is added up. `paid` has the payments in the order of the works."""

    sheet: MonthSheet
    works: Sequence[Work]
    paid: Sequence[Paid]

    @cached_property
    def people(self) -> list[tuple[Payee, Settled]]:
        """Each person with sum and tax."""
        payees = {str(row.payee_id): row.payee for row in self.paid}
        tax = law().tax(self.sheet.reckoned_on)
        settled = settle(((str(row.payee_id), row.amount) for row in self.paid), tax)
        return [(payees[each.payee], each) for each in settled]

    @property
    def gross(self) -> int:
        """All payments."""
        return sum(row.amount for row in self.paid)

    @property
    def tax(self) -> int:
        """All that is withheld."""
        return sum(each.tax for _payee, each in self.people)

    @property
    def net(self) -> int:
        """All that is paid out."""
        return self.gross - self.tax

    @property
    def troubles(self) -> list[Work]:
        """Works that cannot be paid yet."""
        return [work for work in self.works if work.trouble]

    @property
    def most_raised(self) -> Decimal | None:
        """By how many percent a royalty may be raised, by the law of the month; None without a limit."""
        return law().regime(self.sheet.month).incentive_percent

    @property
    def raised(self) -> list[Work]:
        """Works whose authors get more than that beside what was computed."""
        computed: Counter[int] = Counter()
        amounts: Counter[int] = Counter()
        for row in self.paid:
            if row.part == Part.AUTHOR:
                computed[row.work_id] += row.computed
                amounts[row.work_id] += row.amount
        most = self.most_raised
        return [work for work in self.works if is_beyond(most, computed[work.pk], amounts[work.pk])]

    def of_work(self, work_id: int) -> int:
        """What a work costs."""
        return sum(row.amount for row in self.paid if row.work_id == work_id)

    @property
    def most_fees(self) -> int | None:
        """What all fees may be together by the law of the month; None without a limit."""
        percent = law().regime(self.sheet.month).fees_percent
        royalties = sum(row.amount for row in self.paid if row.part not in FEES)
        return None if percent is None else int(royalties * percent / HUNDRED)

    @property
    def fees(self) -> int:
        """The fees of editors and approvers."""
        return sum(row.amount for row in self.paid if row.part in FEES)


def sums_of(sheet: MonthSheet) -> Sums:
    """The sheet with everything in it, in two queries."""
    paid = Paid.objects.filter(work__sheet=sheet).select_related("payee", "work")
    return Sums(sheet, list(Work.objects.filter(sheet=sheet)), list(paid))


@dataclass(frozen=True)
class Balance:
    """A year's budget beside what its sheets cost; those not approved yet may still change."""

    year: int
    budget: YearBudget | None
    approved: int
    proposed: int

    @property
    def amount(self) -> int:
        """The budget, nothing where nobody has set one."""
        return self.budget.amount if self.budget else 0

    @property
    def left(self) -> int:
        """What would be left, below zero when more is spent than there is."""
        return self.amount - self.approved - self.proposed

    @property
    def warning(self) -> int:
        """The mark that was reached."""
        return warning(self.approved + self.proposed, self.amount)


def balance(unit_id: int, year: int) -> Balance:
    """The budget of a year; a sheet belongs to the year of its month."""
    rows = Paid.objects.filter(work__sheet__unit=unit_id, work__sheet__month__year=year)
    waits = Q(work__sheet__status=Status.PROPOSED)
    sums = rows.aggregate(
        approved=Coalesce(Sum(AMOUNT, filter=~waits), 0), proposed=Coalesce(Sum(AMOUNT, filter=waits), 0)
    )
    budget = YearBudget.objects.filter(unit=unit_id, year=year).first()
    return Balance(year, budget, sums["approved"], sums["proposed"])
