"""A trail to work on."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from conglang.base.ledger.audit import record
from conglang.base.ledger.models import AuditEntry
from conglang.base.ledger.sealer import seal

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    user_id: int | None = 7
    name: str = "Nguyễn Thị Hoà"
    unit_id: int | None = 3
    on_behalf_of: int | None = None


def entries(count: int, **details) -> list[AuditEntry]:
    return [
        record("test.done", None, by=Person(), now=NOW + timedelta(seconds=n), unit_id=3, step=n, **details)
        for n in range(count)
    ]


def sealed_trail(count: int, *, at_once: int = 4) -> list[AuditEntry]:
    """A trail sealed in several goes, so that the file of heads has several lines."""
    rows = []
    while len(rows) < count:
        rows += entries(min(at_once, count - len(rows)))
        seal(now=NOW)
    return rows
