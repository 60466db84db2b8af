"""The demonstration's fund against disasters: an account by two people, slips, a statement, spending."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.citizens.payments.services.accounts import BankAccount, confirm_account, propose_account
from conglang.citizens.payments.services.collect import Asked, ask, take_in
from conglang.citizens.payments.services.funds import (
    Outlay,
    Terms,
    confirm_fund,
    confirm_spending,
    enter_spending,
    propose_fund,
)
from conglang.config.demo.people import HOA
from conglang.config.demo.stories import board_of
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7

BEGUN = timedelta(days=20)
# the number is invented; nobody of the bank has one with so many noughts
PAPER = BankAccount(
    "970405", "0000000000001", "UBND XA HOA MAU (TRINH DIEN)", "Thông báo mở tài khoản 01/TB (trình diễn)"
)
PAYERS = ("Hộ bà Trần Thị Mẫu, thôn Đông", "Hộ ông Lê Văn Mẫu, thôn Đông", "Hộ ông Phạm Mẫu, thôn Đoài")
AMOUNT, GIFT = 60_000, 500_000


def collect_for_funds(units: Mapping[str, Unit], now: datetime) -> None:
    """One fund that is open: two slips paid, one not, a gift without a slip, life vests bought."""
    unit, at = units[HOA], now - BEGUN
    board, day = board_of(unit, at), local_day(now)
    clerk, leader = board[Role.CASE_OFFICER], board[Role.COMMUNE_LEADER]
    terms = Terms(
        "phong-chong-thien-tai",
        f"Quỹ phòng, chống thiên tai năm {day.year}",
        "Quyết định 45/QĐ-UBND về thu, chi Quỹ (trình diễn)",
        local_day(at),
        local_day(now + 3 * BEGUN),
        about="Mua áo phao, bao cát và sửa loa báo bão ở các thôn ven sông.",
    )
    with use_scope(clerk.scope):
        account = propose_account(by=clerk, unit_id=unit.pk, account=PAPER, now=at)
    with use_scope(leader.scope):
        confirm_account(by=leader, account_id=account.pk, typed_number=PAPER.number, now=at)
    with use_scope(clerk.scope):
        fund = propose_fund(
            by=clerk, unit_id=unit.pk, account_id=account.pk, terms=terms, uid=uuid7(), now=at
        )
    with use_scope(leader.scope):
        confirm_fund(by=leader, fund_id=fund.pk, now=at)
    with use_scope(clerk.scope):
        asked = [Asked(payer, AMOUNT) for payer in PAYERS]
        first, second, _unpaid = ask(by=clerk, fund_id=fund.pk, asked=asked, form=uuid7(), now=at)
        lines = [(AMOUNT, first.reference), (AMOUNT, second.reference), (GIFT, fund.code)]
        statement = "\n".join(
            f"{day:%d/%m/%Y};FT-MAU-{number};{amount};{code}"
            for number, (amount, code) in enumerate(lines, 1)
        )
        take_in(by=clerk, unit_id=unit.pk, statement=statement, now=now)
        outlay = Outlay(day, 340_000, "Mua 4 áo phao cho đội xung kích thôn Đông", "Phiếu chi 03")
        spent = enter_spending(by=clerk, fund_id=fund.pk, outlay=outlay, now=now)
    with use_scope(leader.scope):
        confirm_spending(by=leader, spending_id=spent.pk, now=now)
