"""Write down who did what, in the transaction in which it was done."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from conglang.base.ledger.canonical import plain
from conglang.base.ledger.models import AuditEntry


class Author(Protocol):
    """Who acts: a person in a unit, or the installation itself (no user id)."""

    @property
    def user_id(self) -> int | None:
        """The person; None for the installation itself."""
        ...

    @property
    def name(self) -> str:
        """How the trail names the author, for as long as it is kept."""
        ...

    @property
    def unit_id(self) -> int | None:
        """The unit in which the author acts."""
        ...

    @property
    def on_behalf_of(self) -> int | None:
        """The person who delegated the power used, usually nobody."""
        ...


def record(
    verb: str,
    obj: models.Model | None,
    *,
    by: Author,
    now: datetime,
    unit_id: int | None = None,
    **details: Any,
) -> AuditEntry:
    """Append an entry about `obj` to the audit trail.

    The unit is `obj.unit_id` unless given. Details must have a JSON form; NotPlain names the one without.
    """
    return AuditEntry.objects.create(
        at=now,
        verb=verb,
        unit_id=getattr(obj, "unit_id", None) if unit_id is None else unit_id,
        actor_id=by.user_id,
        actor_name=_short(by.name),
        actor_unit_id=by.unit_id,
        on_behalf_of=by.on_behalf_of,
        details={key: plain(value, f"record({verb!r}): {key}") for key, value in details.items()},
        **_about(obj),
    )


def _about(obj: models.Model | None) -> dict[str, Any]:
    if obj is None:
        return {}
    uid = getattr(obj, "uid", None)
    title = getattr(obj, "title", None) or getattr(obj, "name", None) or obj
    return {
        "object_label": obj._meta.label_lower,
        "object_pk": "" if obj.pk is None else str(obj.pk),
        "object_uid": uid if isinstance(uid, UUID) else None,
        "object_title": _short(str(title)),
    }


def _short(text: str) -> str:
    # PostgreSQL keeps no NUL; a lone surrogate could not be written at all
    clean = text.replace("\0", "").encode(errors="replace").decode()
    return clean if len(clean) <= 200 else f"{clean[:199]}…"
