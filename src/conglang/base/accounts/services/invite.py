"""Invite a person by e-mail, and take an invitation back."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.events import PersonInvited
from conglang.base.accounts.models import Invitation, User
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.accounts.rules import Appointment
from conglang.base.accounts.services.appoint import check_for_unit
from conglang.base.accounts.services.devices import hash_token
from conglang.base.accounts.services.people import require_over
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.kernel.text import one_line

VALID_FOR = timedelta(days=7)


@transaction.atomic
def invite(
    *,
    unit_id: int,
    email: str,
    full_name: str,
    phone: str,
    appointment: Appointment,
    by: Actor,
    now: datetime,
) -> Invitation:
    """Ask a person to open an account with a role; an open invitation to the same role is not doubled.

    Nothing tells whether the person has an account already. Raises Forbidden for roles above the actor's
    reach and for oneself, ValidationError for an appointment that cannot be.
    """
    by = require_over(by, appointment.role, unit_id)
    email = email.strip().lower()
    if by.user_id is None or User.objects.filter(pk=by.user_id, email=email).exists():
        raise Forbidden
    if not email or not full_name.strip():
        raise ValidationError(_("Name the person and their e-mail address."), code="person")
    check_for_unit(unit_id, appointment)
    known = Invitation.objects.filter(unit=unit_id, email=email, role=appointment.role)
    waiting: Invitation | None = known.filter(accepted_at=None, revoked_at=None, expires_at__gt=now).first()
    if waiting:
        return waiting
    invitation: Invitation = Invitation.objects.create(
        unit_id=unit_id,
        email=email,
        full_name=one_line(full_name),
        phone=phone.strip(),
        role=appointment.role,
        department_id=appointment.department_id,
        fields_of_work=list(appointment.fields_of_work),
        starts_on=appointment.starts_on,
        ends_on=appointment.ends_on,
        decision_number=appointment.decision_number,
        decided_on=appointment.decided_on,
        decided_by=appointment.decided_by,
        invited_by_id=by.user_id,
        expires_at=now + VALID_FOR,
    )
    record("account.invited", invitation, by=by, now=now, role=invitation.role)
    publish(PersonInvited(invitation_id=invitation.pk, unit_id=unit_id), now=now)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation_id: int, by: Actor, now: datetime) -> Invitation:
    """Make the link of an invitation useless. Raises NotFound and Forbidden."""
    invitation: Invitation | None = Invitation.objects.filter(pk=invitation_id).first()
    if invitation is None:
        raise NotFound
    by = require_over(by, Role(invitation.role), invitation.unit_id)
    if invitation.is_open(now):
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        record("account.invitation_revoked", invitation, by=by, now=now)
    return invitation


def new_link_secret(invitation: Invitation) -> str:
    """A fresh secret for the link; the one before stops working. Made while the mail is written."""
    token = token_urlsafe(32)
    invitation.token_hash = hash_token(token)
    invitation.save(update_fields=["token_hash"])
    return token
