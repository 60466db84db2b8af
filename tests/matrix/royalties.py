"""The royalties of a place in the matrix: a table, this month's sheet with its works, and who is paid."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.content.royalties.law import plain_rates
from conglang.content.royalties.models import Paid, Payee, RateTable, Work
from conglang.content.royalties.rules import Kind, Rate
from conglang.content.royalties.services.keep import confirm_table, enter_table, set_budget
from conglang.content.royalties.services.propose import propose
from conglang.content.royalties.services.set_work import adjust
from conglang.kernel.clock import local_day

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_royalties(place: "Place", now: datetime) -> None:
    """Whoever is paid for what is public is still nobody's business outside: names bear the hidden word."""
    desk, leader, unit_id = place.actor(Role.DESK), place.actor(Role.COMMUNE_LEADER), place.unit.pk
    head, today = place.actor(Role.HEAD_EDITOR), local_day(now)
    rates = {key: Rate(Kind.AMOUNT, Decimal(100_000)) for key in ("news", "editing")}
    rates["collecting"] = Rate(Kind.PERCENT, Decimal(50))
    table = RateTable(
        decision=f"7/QĐ-{place.hidden}", decided_on=today, valid_from=today.replace(day=1),
        rates=plain_rates(rates),
    )  # fmt: skip
    with use_scope(desk.scope):
        table = enter_table(by=desk, unit_id=unit_id, table=table, now=now)
        place.keep(propose(by=desk, unit_id=unit_id, month=today, now=now))
    with use_scope(leader.scope):
        confirm_table(by=leader, unit_id=unit_id, table_id=table.pk, now=now)
        set_budget(by=leader, unit_id=unit_id, year=today.year, amount=10**7, decision=place.hidden, now=now)
    with use_scope(desk.scope):
        propose(by=desk, unit_id=unit_id, month=today, now=now)
        place.keep(*Work.objects.filter(unit=unit_id).order_by("pk"))
        place.keep(*Payee.objects.filter(unit=unit_id).order_by("pk"))
        payment = place.keep(*Paid.objects.filter(unit=unit_id).order_by("pk"))
    with use_scope(head.scope):
        adjust(by=head, payment_id=payment.pk, amount=5, reason=f"Sửa {place.hidden}", now=now)
