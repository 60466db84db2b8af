"""A commune that collects for a fund, acting through services as on the desk."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests import villages
from conglang.base.accounts.tests.villages import Village, stopped_at, two
from conglang.base.units.scope import everything
from conglang.citizens.payments.models import Fund, PaymentRequest, ReceivingAccount
from conglang.citizens.payments.services.accounts import BankAccount, confirm_account, propose_account
from conglang.citizens.payments.services.collect import Asked, Seen, ask, confirm_paid
from conglang.citizens.payments.services.funds import Terms, confirm_fund, propose_fund
from conglang.kernel.ids import uuid7

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
TODAY, LAST = date(2026, 11, 16), date(2026, 12, 31)
PAPER = BankAccount("970405", "1500 2011 23456", "UBND xa Ben Sen", "Thông báo 12/NHNo ngày 1/11/2026")
NUMBER = "1500201123456"
TERMS = Terms("phong-chong-thien-tai", "Quỹ phòng, chống thiên tai 2026", "Kế hoạch 8/KH-UBND", TODAY, LAST)
ROLES = {
    "officer": Role.CASE_OFFICER,
    "accountant": Role.ACCOUNTANT,
    "leader": Role.COMMUNE_LEADER,
    "auditor": Role.AUDITOR,
    "editor": Role.HEAD_EDITOR,
}

village = partial(villages.village, roles=ROLES)
frozen = stopped_at(NOW)
home, neighbour = two(village)


def proposed_account(of: Village, paper: BankAccount = PAPER, **more: Any) -> ReceivingAccount:
    return of.do("accountant", propose_account, unit_id=of.unit.pk, account=paper, **more)


def account(of: Village, paper: BankAccount = PAPER, **more: Any) -> ReceivingAccount:
    """One that two people stand for."""
    row = proposed_account(of, paper, **more)
    return of.do("leader", confirm_account, account_id=row.pk, typed_number=paper.number)


def proposed_fund(of: Village, terms: Terms = TERMS) -> Fund:
    account_id = account(of).pk
    return of.do("officer", propose_fund, unit_id=of.unit.pk, account_id=account_id, terms=terms, uid=uuid7())


def fund(of: Village, terms: Terms = TERMS) -> Fund:
    """Before everybody."""
    return again(of.do("leader", confirm_fund, fund_id=proposed_fund(of, terms).pk))


def again(row: Fund) -> Fund:
    """As it is stored now."""
    with everything("tests"):
        return Fund.objects.select_related("account", "unit").get(pk=row.pk)


def asked(of: Village, row: Fund, *amounts: int) -> list[PaymentRequest]:
    """A request for each amount."""
    payers = [Asked(f"Hộ số {number}", amount) for number, amount in enumerate(amounts, 1)]
    rows = of.do("officer", ask, fund_id=row.pk, asked=payers, form=uuid7())
    for each in rows:
        each.fund = row
    return rows


def paid(of: Village, row: PaymentRequest, number: str = "FT1", **more: Any) -> PaymentRequest:
    """Seen on the statement of the bank."""
    seen = Seen(**{"on": TODAY, "bank_reference": number, "amount": row.amount or 1} | more)
    return of.do("officer", confirm_paid, request_id=row.pk, seen=seen)
