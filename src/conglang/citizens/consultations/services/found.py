"""Look up what a person is about to change."""

from typing import TypeVar

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.units.scoped import ScopedModel

R = TypeVar("R", bound=ScopedModel)


def lock(model: type[R], pk: int, by: Actor, permission: str) -> tuple[R, Actor]:
    """The row, held until the transaction ends. Raises NotFound, Forbidden."""
    row = model.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row, require(by, permission, row)
