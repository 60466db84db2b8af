"""The demonstration's royalties: tables of commune and province, a sheet that was paid, this month's one."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA, PROVINCE
from conglang.config.demo.stories import board_of
from conglang.content.royalties.models import Paid, Payee, RateTable, Work, month_of
from conglang.content.royalties.rules import HUNDRED
from conglang.content.royalties.services.decide import approve_sheet, close_sheet
from conglang.content.royalties.services.keep import confirm_table, enter_table, keep_payee, set_budget
from conglang.content.royalties.services.propose import propose
from conglang.content.royalties.services.set_work import Facts, adjust, set_work
from conglang.kernel.clock import local_day

SINCE = date(2026, 9, 1)
OLD_STORY = timedelta(days=200)  # the one that is told at this distance
COEFFICIENT = Decimal(6)
RATES: dict[str, dict[str, Any]] = {
    "news": {"kind": "amount", "usual": 150_000, "most": 300_000},
    "report": {"kind": "amount", "usual": 500_000, "most": 900_000},
    "online": {"kind": "amount", "usual": 600_000, "most": 1_200_000},
    "photo": {"kind": "amount", "usual": 200_000},
    "collecting": {"kind": "percent", "usual": 50},
    "translation": {"kind": "percent", "usual": 50},
    "picture": {"kind": "amount", "usual": 30_000},
    "editing": {"kind": "percent", "usual": 10},
    "approving": {"kind": "percent", "usual": 5},
}


def pay_royalties(units: dict[str, Unit], now: datetime) -> None:
    """Each step by the person whose task it is."""
    commune, today = units[HOA], local_day(now)
    board = board_of(commune, now)
    desk, head, leader = board[Role.DESK], board[Role.HEAD_EDITOR], board[Role.COMMUNE_LEADER]
    _decide_prices(commune, desk, head, now)
    above = board_of(units[PROVINCE], now)
    _decide_prices(units[PROVINCE], above[Role.DESK], above[Role.HEAD_EDITOR], now)
    with use_scope(leader.scope):
        set_budget(
            by=leader, unit_id=commune.pk, year=today.year, amount=6_000_000, decision="09/QĐ-MẪU", now=now
        )
    _paid(commune, desk, leader, month_of(today - OLD_STORY), now)
    _being_drawn_up(commune, desk, head, month_of(today), now)


def _decide_prices(unit: Unit, desk: Actor, head: Actor, now: datetime) -> None:
    table = RateTable(decision="31/QĐ-MẪU", decided_on=SINCE, valid_from=SINCE, rates=RATES)
    with use_scope(desk.scope):
        table = enter_table(by=desk, unit_id=unit.pk, table=table, now=now)
    with use_scope(head.scope):
        confirm_table(by=head, unit_id=unit.pk, table_id=table.pk, now=now)


def _paid(commune: Unit, desk: Actor, leader: Actor, month: date, now: datetime) -> None:
    """A sheet of long ago; under the old decree somebody chooses each coefficient."""
    with use_scope(desk.scope):
        sheet = propose(by=desk, unit_id=commune.pk, month=month, now=now)
        for work in Work.objects.filter(sheet=sheet).exclude(trouble=""):
            names = Payee.objects.filter(pk__in=[pk for pk, _share in work.people["authors"]])
            facts = Facts(work.genre, [(payee.name, HUNDRED) for payee in names], value=COEFFICIENT)
            set_work(by=desk, work_id=work.pk, facts=facts, now=now)
        sheet.refresh_from_db()
    with use_scope(leader.scope):
        approve_sheet(by=leader, sheet_id=sheet.pk, seen=sheet.changed_at, now=now)
        close_sheet(by=leader, sheet_id=sheet.pk, paid_on=local_day(now), now=now)


def _being_drawn_up(commune: Unit, desk: Actor, head: Actor, month: date, now: datetime) -> None:
    with use_scope(desk.scope):
        sheet = propose(by=desk, unit_id=commune.pk, month=month, now=now)
        for payee in Payee.objects.filter(unit=commune).exclude(user=None):
            payee.bank, payee.account = "Ngân hàng Mẫu", f"0000 {payee.pk:04}"
            keep_payee(by=desk, payee=payee, now=now)
        payment = Paid.objects.filter(work__sheet=sheet, part="author").order_by("pk").first()
    if payment is not None:
        with use_scope(head.scope):
            adjust(
                by=head, payment_id=payment.pk, amount=200_000, now=now,
                reason="Tác giả đi thực tế hai ngày, ảnh chụp công phu",
            )  # fmt: skip
