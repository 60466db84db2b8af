"""A commune with people who make its budget public, acting through services as on the desk."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from conglang.base.accounts.tests.villages import Village, stopped_at, two
from conglang.base.units.scope import everything
from conglang.content.budgets.models import BudgetEvent, BudgetItem
from conglang.content.budgets.services.record_event import record_event
from conglang.content.budgets.services.write import Files, write_item
from conglang.content.budgets.tests.books import balance
from conglang.content.documents.tests.conftest import NOW, village
from conglang.kernel import clock
from conglang.tools.approval.tests.releasing import release

LATER = NOW + timedelta(minutes=1)

frozen = stopped_at(NOW)
home, neighbour = two(village)


def pdf(words: str = "1") -> BytesIO:
    return BytesIO(b"%PDF-1.4 " + words.encode())


def write(of: Village, *, sheet: bytes | None = None, now: datetime = NOW, **values: Any) -> BudgetItem:
    """A draft of the first half of 2026 unless told otherwise, with figures."""
    given = {"year": 2026, "key": "exec_06"} | values
    files = Files(pdf(str(given)), BytesIO(sheet or balance()))
    return of.do("clerk", write_item, unit_id=of.unit.pk, values=given, files=files, now=now)


def publish(item: BudgetItem, of: Village, now: datetime = NOW) -> BudgetItem:
    """Submit and approve, each by another person; what follows from it is done too."""
    with clock.frozen(now):
        return release(item, of)


def happened(of: Village, on: date, key: str = "exec_06", words: str = "", year: int = 2026) -> BudgetEvent:
    given = {"year": year, "key": key, "happened_on": on, "words": words, "now": NOW}
    return of.do("clerk", record_event, unit_id=of.unit.pk, **given)


def fresh(row: Any) -> Any:
    with everything("tests"):
        return type(row).objects.get(pk=row.pk)
