"""Reads for the desk, the public pages and the papers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from conglang.base.accounts.actor import Actor
from conglang.citizens.payments.models import Fund, PaymentRequest, Proposal, ReceivingAccount, Spending
from conglang.citizens.payments.permissions import CONFIRM
from conglang.citizens.payments.rules import State
from conglang.kernel.codes import InvalidCode, parse_code

PROPOSALS: tuple[type[Proposal], ...] = (ReceivingAccount, Fund, Spending)
MOST_SHOWN = 1000  # of the public table and the lists of the desk


@dataclass(frozen=True, slots=True)
class Totals:
    """What everybody may know of a fund: đồng that came in, how many payments, đồng that were spent."""

    collected: int = 0
    payments: int = 0
    spent: int = 0

    @property
    def left(self) -> int:
        """What is still there; below zero where more was spent than collected."""
        return self.collected - self.spent


@dataclass(frozen=True, slots=True)
class Line:
    """A fund with its state and its figures."""

    fund: Fund
    state: State
    totals: Totals


def totals_of(funds: Collection[Fund]) -> dict[int, Totals]:
    """The figures of funds by their keys. Spending counts once it is confirmed."""
    paid = PaymentRequest.objects.filter(fund__in=funds, paid_on__isnull=False)
    came = {
        key: (amount, number)
        for key, amount, number in paid.order_by()
        .values_list("fund")
        .annotate(Sum("paid_amount"), Count("pk"))
    }
    spent = dict(spendings(funds).order_by().values_list("fund").annotate(Sum("amount")))
    return {row.pk: Totals(*came.get(row.pk, (0, 0)), spent.get(row.pk, 0)) for row in funds}


def spendings(funds: Collection[Fund]) -> QuerySet[Spending]:
    """What was spent of these funds, as it is public."""
    rows: QuerySet[Spending] = Spending.objects.filter(
        fund__in=funds, confirmed_at__isnull=False, ended_at=None
    )
    return rows


def lines(funds: Iterable[Fund], today: date) -> list[Line]:
    """Funds with their states on a day and their figures."""
    rows = list(funds)
    totals = totals_of(rows)
    return [Line(row, row.standing.state(today), totals[row.pk]) for row in rows]


def published(unit_ids: Sequence[int]) -> QuerySet[Fund]:
    """Funds that a second person has confirmed, ended ones too: what was collected stays public."""
    rows: QuerySet[Fund] = Fund.objects.filter(unit__in=unit_ids, confirmed_at__isnull=False)
    return rows.select_related("account", "unit")


def public_fund(unit_ids: Sequence[int], uid: UUID) -> Fund | None:
    """One of them."""
    return published(unit_ids).filter(uid=uid).first()


def takes_money(fund: Fund, today: date) -> bool:
    """Whether its code may be shown: it is open, and two people stand for the account."""
    return fund.standing.state(today) is State.OPEN and fund.account.is_in_force


def request_at(unit_ids: Iterable[int], typed: str) -> PaymentRequest | None:
    """The request with a reference as people type it, unless it was dropped."""
    try:
        code = parse_code(typed).compact
    except InvalidCode:
        return None
    rows = PaymentRequest.objects.filter(unit__in=unit_ids, reference=code, dropped_at=None)
    found: PaymentRequest | None = rows.select_related("fund__account", "fund__unit").first()
    return found


def desk_funds() -> QuerySet[Fund]:
    """Funds of the scope, the latest first."""
    rows: QuerySet[Fund] = Fund.objects.select_related("account", "unit")
    return rows


def accounts(unit_id: int) -> QuerySet[ReceivingAccount]:
    """Accounts of a unit, the latest first."""
    rows: QuerySet[ReceivingAccount] = ReceivingAccount.objects.filter(unit=unit_id)
    return rows.select_related("proposed_by", "confirmed_by", "replaces")


def accounts_in_force(unit_id: int) -> QuerySet[ReceivingAccount]:
    """Those that a fund may name."""
    return accounts(unit_id).filter(confirmed_at__isnull=False, ended_at=None)


def waiting_for(by: Actor) -> int:
    """How many accounts, funds and spendings wait for the person to confirm them."""
    if not by.may_somewhere(CONFIRM):  # every page of the desk asks
        return 0
    ids = [unit_id for unit_id in by.scope.writable or () if by.may(CONFIRM, unit_id)]
    return sum(waiting(model, by).filter(unit__in=ids).count() for model in PROPOSALS)


def waiting(model: type[Proposal], by: Actor) -> Any:
    """Rows of a kind that a second person has to confirm, without the person's own."""
    return model.objects.filter(confirmed_at=None, ended_at=None).exclude(proposed_by=by.user_id)


def requests_of(fund: Fund) -> QuerySet[PaymentRequest]:
    """Who was asked or gave, the latest first."""
    rows: QuerySet[PaymentRequest] = PaymentRequest.objects.filter(fund=fund, dropped_at=None)
    return rows.select_related("confirmed_by")


def public_table(rows: Iterable[Line], states: Mapping[State, object]) -> Iterator[list[str]]:
    """The figures as lines for spreadsheets, without anybody's name."""
    yield [
        "Khoản thu", "Loại", "Tự nguyện", "Căn cứ", "Quyết định", "Từ ngày", "Đến ngày", "Tình trạng",
        "Mức thu (đồng)", "Đã thu (đồng)", "Số lượt nộp", "Đã chi (đồng)", "Còn lại (đồng)",
    ]  # fmt: skip
    for line in rows:
        fund, kind = line.fund, line.fund.kind
        yield [
            fund.title, kind.title, "Có" if kind.is_voluntary else "Không", kind.basis, fund.decision,
            f"{fund.opens_on:%d/%m/%Y}", f"{fund.closes_on:%d/%m/%Y}", str(states[line.state]),
            str(fund.amount or ""), str(line.totals.collected), str(line.totals.payments),
            str(line.totals.spent), str(line.totals.left),
        ]  # fmt: skip
