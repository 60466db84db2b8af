"""See who sent something."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.kernel.text import one_line
from conglang.tools.vault.models import Identity
from conglang.tools.vault.permissions import LOOK
from conglang.tools.vault.queries import LOOKED
from conglang.tools.vault.rules import Contact
from conglang.tools.vault.sealed import take_out

REASON_LENGTH = 300


@transaction.atomic
def look(*, identity_id: int, reason: str, by: Actor, now: datetime, permission: str = LOOK) -> Contact:
    """The contact data; each look is written down with its reason, before anything is shown.

    A room whose senders need more care names a permission of its own. Raises NotFound, Forbidden, and
    ValidationError without a reason.
    """
    identity: Identity | None = Identity.objects.filter(pk=identity_id).first()
    if identity is None:
        raise NotFound
    by = require(by, permission, identity)
    reason = one_line(reason)[:REASON_LENGTH]
    if not reason:
        raise ValidationError(_("Say why you need to know who sent this."))
    record(LOOKED, identity, by=by, now=now, reason=reason)
    return take_out(identity)
