"""The budget of a place in the matrix: a public item, a draft, and what happened."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.content.budgets.models import BudgetItem
from conglang.content.budgets.services.record_event import record_event
from conglang.content.budgets.services.write import Files, write_item
from conglang.content.budgets.tests.books import book
from conglang.kernel.clock import local_day
from conglang.tools.approval import services
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.queries import standing

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_budget(place: "Place", now: datetime) -> None:
    """What is public bears the place's word, the rest the hidden one."""
    by = place.actor(Role.DOCUMENT_CLERK)
    with use_scope(by.scope):
        event = record_event(
            by=by, unit_id=place.unit.pk, year=local_day(now).year, key="funds",
            happened_on=local_day(now), words=f"Quỹ {place.hidden}", now=now,
        )  # fmt: skip
    place.keep(event)
    public, draft = _write(place, place.word, now), _write(place, place.hidden, now)
    _publish(place, public, now)
    place.keep(public, draft)


def seen_budget(pk: object) -> str:
    """How the place remembers what a page of an item names."""
    return f"budget {pk}"


def _write(place: "Place", word: str, now: datetime) -> BudgetItem:
    by = place.actor(Role.DOCUMENT_CLERK)
    sheet = book([[f"Biểu {word}"], ["Nội dung", "Số"], [f"Thu {word}", 5], [f"Chi {word}", 4]])
    values = {"year": 2026, "key": "support_result", "about": f"Hỗ trợ {word}", "note": f"Lời {word}"}
    with use_scope(by.scope):
        row = write_item(
            by=by, unit_id=place.unit.pk, values=values, now=now,
            files=Files(BytesIO(f"%PDF-1.4 {word} ngan sach".encode()), BytesIO(sheet)),
        )  # fmt: skip
    place.seen[seen_budget(row.pk)] = content_hash(row.latest_revision_id)
    return row


def _publish(place: "Place", row: BudgetItem, now: datetime) -> None:
    clerk, head = place.actor(Role.DOCUMENT_CLERK), place.actor(Role.HEAD_EDITOR)
    with use_scope(clerk.scope):
        services.submit(item=row, by=clerk, now=now)
    with use_scope(head.scope):
        seen = standing(head, row, now=now).content
        services.approve(item=row, expected_hash=seen, by=head, now=now)
