"""Look up what a person is about to change."""

from typing import Any, TypeVar

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.units.scoped import ScopedModel

R = TypeVar("R", bound=ScopedModel)


class Conflict(Exception):
    """Somebody stored another version meanwhile."""


def version_of(item: Any) -> str:
    """Names the newest stored version of an item."""
    return str(item.latest_revision_id or "")


def lock(model: type[R], pk: int, by: Actor, permission: str) -> tuple[R, Actor]:
    """The row, held until the transaction ends. Raises NotFound, Forbidden."""
    row = model.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row, require(by, permission, row)


def account(by: Actor) -> User | None:
    """The person's account; None for the installation itself."""
    return None if by.user_id is None else User.objects.get(pk=by.user_id)
