"""Help a person who lost their phone, and set a second factor up without a screen."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.events import SecurityNotice
from conglang.base.accounts.models import User
from conglang.base.accounts.services.people import person_in_charge
from conglang.base.accounts.services.sessions import end_all_sessions
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish


@transaction.atomic
def reset_second_factor(*, user_id: int, reason: str, by: Actor, now: datetime) -> User:
    """Remove a person's authenticator and codes; they are signed out and set up a new one.

    Raises NotFound and Forbidden as `person_in_charge` (never for oneself), ValidationError without a reason.
    """
    user = person_in_charge(user_id, by, now)
    if not reason.strip():
        raise ValidationError(_("Write down the reason."), code="reason")
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    if removed:
        end_all_sessions(user.pk)
        record("account.second_factor_reset", user, by=by, now=now, unit_id=by.unit_id, reason=reason)
        publish(SecurityNotice(user_id=user.pk, change="second_factor_reset", address=""), now=now)
    return user


@transaction.atomic
def enrol_second_factor(*, user: User, secret: str, by: Actor, now: datetime) -> None:
    """Give an account a known TOTP secret (base32) and recovery codes; for demonstrations and tests."""
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    record("account.second_factor_enrolled", user, by=by, now=now, unit_id=by.unit_id)
