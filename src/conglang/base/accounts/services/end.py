"""End an appointment, or everything that a leaver holds."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.events import MembershipEnded, PersonLeft
from conglang.base.accounts.models import Delegation, Invitation, Membership, User
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.composers import follow_appointments
from conglang.base.accounts.services.people import person_in_reach, require_over
from conglang.base.accounts.services.sessions import end_all_sessions
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day


@transaction.atomic
def end_membership(*, membership_id: int, reason: str, by: Actor, now: datetime) -> Membership:
    """End an appointment at once; loans of it end with it. A repeated call changes nothing.

    Raises NotFound outside the scope, Forbidden for one's own and for roles above the actor's reach,
    ValidationError without a reason.
    """
    held = Membership.objects.select_related("user")
    membership: Membership | None = held.filter(pk=membership_id).first()
    if membership is None:
        raise NotFound
    by = require_over(by, Role(membership.role), membership)
    _refuse(membership.user_id, reason, by)
    if membership.ended_at is None:
        _end(membership, reason, by, now)
        follow_appointments(membership.user, now)
    return membership


@transaction.atomic
def leave(*, user_id: int, reason: str, by: Actor, now: datetime) -> User:
    """End all that a leaver holds in the actor's reach: roles, loans, invitations, sessions, devices.

    The account is closed unless the person still works for a unit out of reach; somebody who only does
    that is left in peace. Raises NotFound for strangers, Forbidden for oneself and for superiors,
    ValidationError without a reason.
    """
    user = person_in_reach(user_id, by)
    _refuse(user.pk, reason, by)
    held = list(Membership.objects.not_over(now).filter(user=user).select_related("user"))
    for membership in held:
        _end(membership, reason, require_over(by, Role(membership.role), membership), now)
    with everything("an account stays open for the other units of a person"):
        works_on = Membership.objects.not_over(now).filter(user=user).exists()
    if not held and (works_on or not user.is_active):
        return user
    Delegation.objects.filter(receiver=user, ended_at=None).update(ended_at=now)
    Invitation.objects.filter(invited_by=user, accepted_at=None, revoked_at=None).update(revoked_at=now)
    end_all_sessions(user.pk)
    user.devices.filter(revoked_at=None).update(revoked_at=now)
    if not works_on:
        _close(user, now)
    follow_appointments(user, now)
    record("account.left", user, by=by, now=now, unit_id=by.unit_id, reason=reason, closed=not works_on)
    publish(PersonLeft(user_id=user.pk, unit_id=by.unit_id), now=now)
    return user


def _refuse(user_id: int, reason: str, by: Actor) -> None:
    if user_id == by.user_id:
        raise Forbidden
    if not reason.strip():
        raise ValidationError(_("Write down the reason."), code="reason")


def _end(membership: Membership, reason: str, by: Actor, now: datetime) -> None:
    membership.ended_at, membership.end_reason = now, reason.strip()
    membership.save(update_fields=["ended_at", "end_reason"])
    record("account.membership_ended", membership, by=by, now=now, reason=reason, role=membership.role)
    publish(
        MembershipEnded(membership_id=membership.pk, user_id=membership.user_id, unit_id=membership.unit_id),
        now=now,
    )


def _close(user: User, now: datetime) -> None:
    user.is_active, user.left_on = False, local_day(now)
    user.set_unusable_password()
    user.save(update_fields=["is_active", "left_on", "password"])
    Authenticator.objects.filter(user=user).delete()
