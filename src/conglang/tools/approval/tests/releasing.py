"""The way of an item to the public, for the tests of the rooms above."""

from datetime import datetime
from typing import Any

from conglang.base.accounts.tests.villages import Village
from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.kernel import clock
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.verify import verify


def release(row: Any, of: Village, writer: str = "clerk", checker: str = "") -> Any:
    """Through all steps, each by another person; what follows from it is done too."""
    checks = [(checker, verify)] if checker else []
    for name, step in [(writer, submit), *checks, ("head", approve)]:
        by, now = of.actor(name), clock.now()
        with use_scope(by.scope):
            item = type(row).objects.get(pk=row.pk)
            step(item=item, expected_hash=standing(by, item, now=now).content, by=by, now=now)
    return settled(row)


def settled(row: Any, at: datetime | None = None) -> Any:
    """The row after everything that follows from events."""
    with everything("tests"):
        deliver(now=at or clock.now(), limit=200)
        return type(row).objects.select_related("unit").get(pk=row.pk)
