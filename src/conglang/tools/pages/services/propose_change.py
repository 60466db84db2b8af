"""Ask another person to have a change applied."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.canonical import plain
from conglang.kernel.ids import uuid7
from conglang.tools.pages.changing import fingerprint, kind_of
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.queries import draft_of
from conglang.tools.pages.refusals import ChangeRefused
from conglang.tools.pages.rules import ChangeObjection, ChangeState


@transaction.atomic
def propose_change(
    *, by: Actor, unit_id: int, kind: str, content: Any, now: datetime, uid: UUID | None = None
) -> PageChange:
    """Put a change before the people who may decide; the site stays as it is until one of them does.

    The person's draft of this kind becomes the proposal. `uid` names the form that was sent: sent twice, it
    gives the proposal of the first time, and so does the same content while it waits.
    Raises NotFound, Forbidden, ValidationError, ChangeRefused where nothing differs.
    """
    handler = kind_of(kind)
    by = require(by, handler.propose, unit_id)
    content = plain(handler.checked(unit_id, content), kind)
    sha256 = fingerprint(content)
    known = _known(by, unit_id, kind, sha256, uid)
    if known is not None:
        return known
    before = plain(handler.present(unit_id), kind)
    if content == before:
        raise ChangeRefused(ChangeObjection.NOTHING_NEW)
    change = draft_of(by, unit_id, kind) or PageChange(uid=uid or uuid7(), unit_id=unit_id, kind=kind)
    change.before, change.content, change.sha256 = before, content, sha256
    change.state = ChangeState.PROPOSED
    change.proposed_by_id, change.proposed_at = by.user_id, now
    change.save()
    record("pages.change_proposed", change, by=by, now=now, kind=kind, sha256=sha256)
    return change


def _known(by: Actor, unit_id: int, kind: str, sha256: str, uid: UUID | None) -> PageChange | None:
    """What the person proposed already: by the same form, or the same thing that still waits."""
    rows = PageChange.objects.filter(unit=unit_id, kind=kind, proposed_by=by.user_id)
    by_form = rows.filter(uid=uid).exclude(state=ChangeState.DRAFT).first() if uid else None
    found: PageChange | None = by_form or rows.filter(state=ChangeState.PROPOSED, sha256=sha256).first()
    return found
