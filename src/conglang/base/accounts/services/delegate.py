"""Lend a role, or some of its permissions, to a colleague for a time; take the loan back."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.events import DelegationRevoked, RoleDelegated
from conglang.base.accounts.models import Delegation, Membership
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.base.accounts.roles import Role
from conglang.base.accounts.rules import check_loan
from conglang.base.accounts.services.composers import follow_appointments
from conglang.base.accounts.services.people import MANAGE
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish


@transaction.atomic
def delegate(
    *,
    membership_id: int,
    receiver_id: int,
    permissions: Collection[str],
    starts_on: date,
    ends_on: date,
    decision_number: str,
    decided_on: date,
    by: Actor,
    now: datetime,
) -> Delegation:
    """Let a colleague of the unit act on behalf of the holder of an appointment.

    The holder lends their own; an administrator may write a decision down, never to their own gain. No
    `permissions` means all of the role's. Raises NotFound, Forbidden and ValidationError.
    """
    giver = Membership.objects.in_force(now).select_related("user").filter(pk=membership_id).first()
    if giver is None:
        raise NotFound
    if giver.user_id != by.user_id:
        by = require(by, MANAGE, giver)
    if receiver_id in (by.user_id, giver.user_id):
        raise Forbidden
    colleague = Membership.objects.in_force(now).filter(user=receiver_id, unit=giver.unit_id)
    receiver = colleague.select_related("user").first()
    if receiver is None:
        raise NotFound
    check_loan(Role(giver.role), permissions, starts_on, ends_on)
    if not decision_number.strip():
        raise ValidationError(_("Name the decision."), code="decision")
    terms = {"giver": giver, "receiver": receiver.user, "starts_on": starts_on, "ends_on": ends_on}
    known = Delegation.objects.filter(**terms, decision_number=decision_number.strip(), ended_at=None)
    same: Delegation | None = known.first()
    if same:
        return same
    loan: Delegation = Delegation.objects.create(
        unit_id=giver.unit_id,
        permissions=sorted(permissions),
        decision_number=decision_number.strip(),
        decided_on=decided_on,
        **terms,
    )
    follow_appointments(receiver.user, now)
    record(
        "account.delegated", loan, by=by, now=now, giver=giver.user_id, receiver=receiver_id, role=giver.role
    )
    publish(RoleDelegated(delegation_id=loan.pk, unit_id=loan.unit_id), now=now)
    return loan


@transaction.atomic
def revoke_delegation(*, delegation_id: int, by: Actor, now: datetime) -> Delegation:
    """End a loan at once: by its giver, its receiver or an administrator. Repeating it changes nothing.

    Raises NotFound outside the scope and Forbidden for others.
    """
    loans = Delegation.objects.select_related("giver", "receiver")
    loan: Delegation | None = loans.filter(pk=delegation_id).first()
    if loan is None:
        raise NotFound
    if by.user_id not in (loan.giver.user_id, loan.receiver_id):
        by = require(by, MANAGE, loan)
    if loan.ended_at is None:
        loan.ended_at = now
        loan.save(update_fields=["ended_at"])
        follow_appointments(loan.receiver, now)
        record("account.delegation_revoked", loan, by=by, now=now)
        publish(DelegationRevoked(delegation_id=loan.pk, unit_id=loan.unit_id), now=now)
    return loan
