"""Accept an invitation: with a new account, or as a person who has one."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from conglang.base.accounts.actor import Actor, actor_at, workplaces
from conglang.base.accounts.models import Invitation, Membership, User
from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.roles import Role
from conglang.base.accounts.rules import Appointment
from conglang.base.accounts.services.appoint import hold
from conglang.base.accounts.services.devices import hash_token
from conglang.base.accounts.services.people import permission_over
from conglang.base.ledger.audit import record
from conglang.base.units.scope import everything


class InvitationClosed(Exception):
    """The link is unknown, used, expired or taken back; which of these is not told."""


def open_invitation(token: str, now: datetime, *, to_accept: bool = False) -> Invitation:
    """The invitation behind a link. Raises InvitationClosed.

    Whoever invited must still be allowed to: an administrator who was dismissed leaves no open doors.
    """
    with everything("the link is the key, its holder has no scope yet"):
        found = Invitation.objects.select_related("unit", "invited_by")
        if to_accept:  # two clicks at once must not open two accounts
            found = found.select_for_update(of=("self",))
        invitation: Invitation | None = found.filter(token_hash=hash_token(token)).first() if token else None
    if invitation is None or not invitation.is_open(now) or not _may_invite(invitation, now):
        raise InvitationClosed
    return invitation


def account_of(invitation: Invitation) -> User | None:
    """The account that the invited person already has."""
    return User.objects.filter(email=invitation.email, is_active=True).first()


def invited_person(invitation: Invitation) -> User:
    """The account to open: a new one, or the closed one of somebody who comes back, with its history."""
    closed = User.objects.filter(email=invitation.email, is_active=False).first()
    person = closed or User(email=invitation.email)
    person.full_name, person.phone = invitation.full_name, invitation.phone
    return person


@transaction.atomic
def accept_with_new_account(*, token: str, username: str, password: str, now: datetime) -> User:
    """Open an account and take up the role; the link works once.

    Raises InvitationClosed; Forbidden where the person has an account; ValidationError for a weak password.
    """
    invitation = open_invitation(token, now, to_accept=True)
    if account_of(invitation):
        raise Forbidden
    user = invited_person(invitation)
    user.username = username.strip().lower()
    user.is_active, user.left_on = True, None
    user.full_clean(exclude=["password"])
    validate_password(password, user)
    user.set_password(password)
    user.password_changed_at = now
    user.save()
    _take_up(invitation, user, now)
    return user


@transaction.atomic
def accept_signed_in(*, token: str, by: Actor, now: datetime) -> Membership:
    """Take up the role with the account one has. Raises InvitationClosed, Forbidden for another person's."""
    invitation = open_invitation(token, now, to_accept=True)
    user = account_of(invitation)
    if user is None or user.pk != by.user_id:
        raise Forbidden
    return _take_up(invitation, user, now)


def _take_up(invitation: Invitation, user: User, now: datetime) -> Membership:
    appointment = Appointment(
        role=Role(invitation.role),
        starts_on=invitation.starts_on,
        ends_on=invitation.ends_on,
        decision_number=invitation.decision_number,
        decided_on=invitation.decided_on,
        decided_by=invitation.decided_by,
        department_id=invitation.department_id,
        fields_of_work=tuple(invitation.fields_of_work),
    )
    by = Actor(user_id=user.pk, name=user.get_full_name(), unit_id=invitation.unit_id)
    invitation.accepted_at, invitation.accepted_by = now, user
    with everything("the appointment was granted by whoever invited"):
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        record("account.invitation_accepted", invitation, by=by, now=now)
        return hold(user=user, unit_id=invitation.unit_id, appointment=appointment, by=by, now=now)


def _may_invite(invitation: Invitation, now: datetime) -> bool:
    giver, permission = invitation.invited_by, permission_over(Role(invitation.role))
    return giver.is_active and any(
        actor_at(giver, place, now).may(permission, invitation.unit_id) for place in workplaces(giver, now)
    )
