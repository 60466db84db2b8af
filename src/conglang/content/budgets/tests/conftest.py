"""A commune with people who make its budget public, acting through services as on the desk."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.content.budgets.models import BudgetEvent, BudgetItem
from conglang.content.budgets.services.record_event import record_event
from conglang.content.budgets.services.write import Files, write_item
from conglang.content.budgets.tests.books import balance
from conglang.content.documents.tests.conftest import NOW, Village, village
from conglang.kernel import clock
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit

LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db) -> Village:
    return village("98001", "Bến Sen")


@pytest.fixture
def neighbour(db) -> Village:
    return village("98002", "Bến Đá")


def pdf(words: str = "1") -> BytesIO:
    return BytesIO(b"%PDF-1.4 " + words.encode())


def write(of: Village, *, sheet: bytes | None = None, now: datetime = NOW, **values: Any) -> BudgetItem:
    """A draft of the first half of 2026 unless told otherwise, with figures."""
    by = of.actor("clerk")
    given = {"year": 2026, "key": "exec_06"} | values
    with use_scope(by.scope):
        return write_item(
            by=by, unit_id=of.unit.pk, values=given, now=now,
            files=Files(pdf(str(given)), BytesIO(sheet or balance())),
        )  # fmt: skip


def publish(item: BudgetItem, of: Village, now: datetime = NOW) -> BudgetItem:
    """Submit and approve, each by another person; what follows from it is done too."""
    clerk, head = of.actor("clerk"), of.actor("head")
    with use_scope(clerk.scope):
        submit(item=BudgetItem.objects.get(pk=item.pk), by=clerk, now=now)
    with use_scope(head.scope):
        row = BudgetItem.objects.get(pk=item.pk)
        approve(item=row, expected_hash=standing(head, row, now=now).content, by=head, now=now)
    with everything("tests"):
        deliver(now=now, limit=100)
        return BudgetItem.objects.get(pk=item.pk)


def happened(of: Village, on: date, key: str = "exec_06", words: str = "", year: int = 2026) -> BudgetEvent:
    by = of.actor("clerk")
    with use_scope(by.scope):
        return record_event(
            by=by, unit_id=of.unit.pk, year=year, key=key, happened_on=on, words=words, now=NOW
        )


def fresh(row: Any) -> Any:
    with everything("tests"):
        return type(row).objects.get(pk=row.pk)
