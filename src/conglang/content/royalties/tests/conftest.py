"""A commune with its board and an accountant; works are published as on the desk, in November 2026."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.tests.villages import desk, stopped_at, two  # noqa: F401  # a fixture
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, Commune, commune, publish, write
from conglang.content.royalties.law import rates_of
from conglang.content.royalties.models import MonthSheet, Paid, RateTable, Work
from conglang.content.royalties.services.decide import approve_sheet, close_sheet
from conglang.content.royalties.services.keep import confirm_table, enter_table
from conglang.content.royalties.services.propose import propose
from conglang.content.royalties.services.set_work import Facts, set_work

MONTH = date(2026, 11, 1)
LATER = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
PRICES = {
    "news": {"kind": "amount", "usual": 150_000},
    "report": {"kind": "amount", "usual": 500_000, "most": 800_000},
    "collecting": {"kind": "percent", "usual": 50},
    "translation": {"kind": "percent", "usual": 40},
    "editing": {"kind": "amount", "usual": 20_000},
    "approving": {"kind": "percent", "usual": 10},
}


frozen = stopped_at(NOW)
home, neighbour = two(commune)


def run(by: Actor, service: Callable[..., Any], now: datetime = LATER, **given: Any) -> Any:
    """A service called by somebody in their own scope."""
    with use_scope(by.scope):
        return service(by=by, now=now, **given)


def decide_prices(of: Commune, prices: dict[str, Any] | None = None, **more: Any) -> RateTable:
    """A table that the desk enters and the leader confirms."""
    facts = {"decision": "31/QĐ-UBND", "decided_on": date(2026, 9, 1), "valid_from": date(2026, 9, 1)} | more
    row = RateTable(**facts, rates={key: dict(row) for key, row in (prices or PRICES).items()})
    assert rates_of(row.rates)
    row = run(of.desk, enter_table, unit_id=of.unit.pk, table=row)
    return run(of.leader, confirm_table, unit_id=of.unit.pk, table_id=row.pk)


def published(of: Commune, title: str, at: datetime = NOW, **more: Any) -> Article:
    """An item that went all the way, first published at the time."""
    article = publish(write(of, title=title, **more), of)
    with everything("tests"):
        Article.objects.filter(pk=article.pk).update(first_published_at=at)
        return Article.objects.get(pk=article.pk)


def drawn_up(of: Commune, month: date = MONTH, now: datetime = LATER) -> MonthSheet:
    return run(of.desk, propose, now, unit_id=of.unit.pk, month=month)


def approved(
    of: Commune,
    sheet: MonthSheet,
    by: Actor | None = None,
    now: datetime = LATER,
    seen: datetime | None = None,
) -> MonthSheet:
    """Approve the sheet as it is, unless an older look at it is given."""
    seen = seen or fresh(sheet).changed_at
    return run(by or of.leader, approve_sheet, now, sheet_id=sheet.pk, seen=seen)


def closed(of: Commune, sheet: MonthSheet, paid_on: date | None = None) -> MonthSheet:
    return run(of.accountant, close_sheet, sheet_id=sheet.pk, paid_on=paid_on or LATER.date())


def set_facts(of: Commune, work: Work, by: Actor | None = None, **facts: Any) -> Work:
    given = {"genre": work.genre, "use": work.use, "authors": [("Nguyễn Văn A", 100)]} | facts
    return run(by or of.desk, set_work, work_id=work.pk, facts=Facts(**given))


def works_of(sheet: MonthSheet) -> list[Work]:
    with everything("tests"):
        return list(Work.objects.filter(sheet=sheet))


def paid_in(sheet: MonthSheet) -> dict[tuple[str, str, str], int]:
    """Amounts by title, person and part."""
    with everything("tests"):
        rows = Paid.objects.filter(work__sheet=sheet).select_related("work", "payee")
        return {(row.work.title, row.payee.name, row.part): row.amount for row in rows}


def fresh(row: Any) -> Any:
    with everything("tests"):
        return type(row).objects.get(pk=row.pk)
