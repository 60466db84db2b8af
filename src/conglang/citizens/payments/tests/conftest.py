"""A commune that collects for a fund, acting through services as on the desk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.units.models import Site, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.citizens.payments.models import Fund, PaymentRequest, ReceivingAccount
from conglang.citizens.payments.services.accounts import BankAccount, confirm_account, propose_account
from conglang.citizens.payments.services.collect import Asked, Seen, ask, confirm_paid
from conglang.citizens.payments.services.funds import Terms, confirm_fund, propose_fund
from conglang.kernel import clock
from conglang.kernel.ids import uuid7

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
TODAY, SINCE, LAST = date(2026, 11, 16), date(2025, 7, 1), date(2026, 12, 31)
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


@dataclass
class Village:
    """A unit with a site and its people by role."""

    unit: Unit
    users: dict[str, User]

    def actor(self, name: str) -> Actor:
        return actor_for(self.users[name], self.unit.pk, clock.now())

    def do(self, name: str, service: Any, **given: Any) -> Any:
        """A service carried out by one of the people."""
        by = self.actor(name)
        with use_scope(by.scope):
            return service(by=by, now=clock.now(), **given)


def village(code: str, name: str) -> Village:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name, valid_from=SINCE
        )
        Site.objects.create(unit=unit, host=f"c{code}.localhost", opened_on=SINCE)
        users = {key: appointed(f"{key}.{code}", unit, role, NOW) for key, role in ROLES.items()}
    return Village(unit, users)


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.DATA = tmp_path
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db) -> Village:
    return village("98001", "Bến Sen")


@pytest.fixture
def neighbour(db) -> Village:
    return village("98002", "Bến Đá")


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
