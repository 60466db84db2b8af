"""Passwords: noting their age, and mailing a link to choose a new one. Nobody sets another's password."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

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

    Raises NotFound and Forbidden as `person_in_charge`, ValidationError without an e-mail address.
    """
    user = person_in_charge(user_id, by, now)
    if not user.email:
        raise ValidationError(_("This person has no e-mail address."), code="no_email")
    record("account.password_link_sent", user, by=by, now=now, unit_id=by.unit_id)
    publish(PasswordLinkWanted(user_id=user.pk), now=now)
