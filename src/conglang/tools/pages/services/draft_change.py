"""Prepare a change step by step; only its author sees it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.canonical import plain
from conglang.tools.pages.changing import kind_of
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.queries import draft_of


@transaction.atomic
def draft_change(*, by: Actor, unit_id: int, kind: str, content: Any, now: datetime) -> PageChange:
    """Keep the content as the person's draft of this kind, in place of the one before.

    What the site had when the draft was begun stays its `before`.
    Raises NotFound, Forbidden, ValidationError.
    """
    handler = kind_of(kind)
    by = require(by, handler.propose, unit_id)
    draft = draft_of(by, unit_id, kind) or PageChange(
        unit_id=unit_id,
        kind=kind,
        before=plain(handler.present(unit_id), kind),
        proposed_by_id=by.user_id,
    )
    draft.content = plain(handler.checked(unit_id, content), kind)
    draft.proposed_at = now
    draft.save()
    return draft
