"""Look up the poll that somebody is about to change."""

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.citizens.polls.models import Poll


def lock_poll(pk: int, by: Actor, permission: str) -> tuple[Poll, Actor]:
    """The poll, held until the transaction ends. Raises NotFound, Forbidden."""
    row: Poll | None = Poll.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row, require(by, permission, row)
