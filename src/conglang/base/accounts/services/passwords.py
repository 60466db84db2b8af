"""Passwords: noting their age, and mailing a link to choose a new one. Nobody ever sets another's password."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.events import PasswordLinkWanted
from conglang.base.accounts.models import User
from conglang.base.accounts.services.people import person_in_charge
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish


@transaction.atomic
def note_new_password(*, user: User, now: datetime) -> None:
    """Save a password that its owner has just chosen; its age starts now."""
    user.password_changed_at = now
    user.must_change_password = False
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    by = actor_for(user, None, now)
    record("account.password_changed", user, by=by, now=now, unit_id=by.unit_id)


@transaction.atomic
def send_password_link(*, user_id: int, by: Actor, now: datetime) -> None:
    """Mail a person a link for choosing a new password.

    Raises NotFound and Forbidden as `person_in_charge`; ValueError for a person without an e-mail address.
    """
    user = person_in_charge(user_id, by, now)
    if not user.email:
        raise ValueError("no e-mail address")
    record("account.password_link_sent", user, by=by, now=now, unit_id=by.unit_id)
    publish(PasswordLinkWanted(user_id=user.pk), now=now)
