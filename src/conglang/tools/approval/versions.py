"""Versions of what is not approved yet: begun, and changed by whoever has the newest one before them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from wagtail.models import Revision

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.tools.approval.publishable import Publishable

T = TypeVar("T", bound=Publishable)


class Conflict(Exception):
    """Somebody stored another version meanwhile."""


def store(
    newest: Publishable, *, by: Actor, row: Publishable | None = None, writer_id: int | None = None
) -> Revision:
    """Keep `newest` as the next version of `row`, or as the first one; what is public stays as it was.

    `writer_id` is the account of the person whose words they are, if another one brings them in.
    """
    if row is None or not row.live:
        newest.save()
    user_id = writer_id or by.user_id
    account = None if user_id is None else User.objects.get(pk=user_id)
    return newest.save_revision(user=account, clean=False)


def change(
    row: T,
    values: Mapping[str, Any],
    *,
    by: Actor,
    expected_version: str,
    check: Callable[[T], None] | None = None,
) -> tuple[T, dict[str, Any]] | None:
    """Store the newest version with these values, by name; None where it has them all.

    `expected_version` is `row.version` as the person saw it. Returns the version, and what its audit entry
    says of it. `check` stands in the place of `full_clean`. Raises Conflict, and what the check raises.
    """
    newest: T = row.get_latest_revision_as_object()
    changed = [name for name, value in values.items() if getattr(newest, name) != value]
    if not changed:
        return None
    if expected_version != row.version:
        raise Conflict
    for name in changed:
        setattr(newest, name, values[name])
    if check is None:
        newest.full_clean()
    else:
        check(newest)
    revision = store(newest, by=by, row=row)
    return newest, {"revision": revision.pk, "fields": sorted(changed)}
