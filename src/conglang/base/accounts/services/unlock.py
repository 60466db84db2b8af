"""Let a person try again who locked themselves out."""

from datetime import datetime

from axes.utils import reset
from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.services.people import person_in_charge
from conglang.base.ledger.audit import record


@transaction.atomic
def unlock(*, user_id: int, by: Actor, now: datetime) -> User:
    """Forget a person's failed sign-ins. Raises NotFound and Forbidden as `person_in_charge`."""
    user = person_in_charge(user_id, by, now)
    if reset(username=user.username):
        record("account.unlocked", user, by=by, now=now, unit_id=by.unit_id)
    return user
