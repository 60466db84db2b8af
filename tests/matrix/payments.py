"""The funds of a place in the matrix: a public one with a slip, one that waits; payers are hidden words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Model

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.citizens.payments.models import Fund
from conglang.citizens.payments.services.accounts import BankAccount, confirm_account, propose_account
from conglang.citizens.payments.services.collect import Asked, Seen, ask, confirm_paid
from conglang.citizens.payments.services.funds import (
    Outlay,
    Terms,
    confirm_fund,
    confirm_spending,
    enter_spending,
    propose_fund,
)
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7

if TYPE_CHECKING:
    from tests.matrix.places import Place


NAMED: dict[str, type[Model]] = {"payments:fund": Fund}
OWN: dict[str, Callable[["Place"], list[str]]] = {
    "portal:fund uid": lambda place: [str(row.uid) for row in place.things[Fund]],
}


def fill_payments(place: "Place", now: datetime) -> None:
    """What is public bears the place's word; the fund that waits, payers and their entries the hidden one."""
    clerk, leader, today = place.actor(Role.ACCOUNTANT), place.actor(Role.COMMUNE_LEADER), local_day(now)
    number = f"15{place.unit.pk:06}"

    def terms(word: str) -> Terms:
        return Terms(
            "cong-trinh", f"Quỹ {word}", f"Nghị quyết {word}", today, date(today.year + 1, 1, 31), 5000
        )

    given = {"by": clerk, "unit_id": place.unit.pk, "now": now}
    with use_scope(clerk.scope):
        paper = BankAccount("970405", number, place.word, f"Giấy {place.hidden}")
        account = propose_account(account=paper, **given)
    with use_scope(leader.scope):
        confirm_account(by=leader, account_id=account.pk, typed_number=number, now=now)
    with use_scope(clerk.scope):
        row = propose_fund(account_id=account.pk, terms=terms(place.word), uid=uuid7(), **given)
        waiting = propose_fund(account_id=account.pk, terms=terms(place.hidden), uid=uuid7(), **given)
    with use_scope(leader.scope):
        confirm_fund(by=leader, fund_id=row.pk, now=now)
    with use_scope(clerk.scope):
        payers = [Asked(f"Hộ {place.hidden}"), Asked(f"Bà {place.hidden}")]
        paid, _other = requests = ask(by=clerk, fund_id=row.pk, asked=payers, form=uuid7(), now=now)
        seen = Seen(today, f"FT {place.hidden}", 5000)
        confirm_paid(by=clerk, request_id=paid.pk, seen=seen, now=now)
        outlays = (Outlay(today, 1000, f"Mua {word}", f"Phiếu {word}") for word in (place.word, place.hidden))
        spent, unconfirmed = (
            enter_spending(by=clerk, fund_id=row.pk, outlay=each, now=now) for each in outlays
        )
    with use_scope(leader.scope):
        confirm_spending(by=leader, spending_id=spent.pk, now=now)
    place.keep(account, row, waiting, spent, unconfirmed, *requests)
