"""Give a person a role in a unit."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.events import PersonAppointed
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.rules import Appointment, check_appointment
from conglang.base.accounts.services.composers import follow_appointments
from conglang.base.accounts.services.people import person_in_reach, require_over
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.models import Department, Unit


@transaction.atomic
def appoint(*, user_id: int, unit_id: int, appointment: Appointment, by: Actor, now: datetime) -> Membership:
    """Appoint a person whom the actor already administers; the same running role is not given twice.

    Raises NotFound for strangers (they are invited), Forbidden for oneself and for roles above the actor's
    reach, ValidationError for an appointment that cannot be.
    """
    by = require_over(by, appointment.role, unit_id)
    if user_id == by.user_id:
        raise Forbidden
    user = person_in_reach(user_id, by)
    check_for_unit(unit_id, appointment)
    return hold(user=user, unit_id=unit_id, appointment=appointment, by=by, now=now)


def check_for_unit(unit_id: int, appointment: Appointment) -> None:
    """Raise ValidationError or NotFound for what does not fit the unit."""
    check_appointment(appointment, Unit.objects.get(pk=unit_id).level)
    department = appointment.department_id
    if department and not Department.objects.filter(pk=department, unit=unit_id).exists():
        raise NotFound


def hold(*, user: User, unit_id: int, appointment: Appointment, by: Actor, now: datetime) -> Membership:
    """Write a checked appointment down, with record and event; part of services."""
    held: Membership | None = (
        Membership.objects.not_over(now).filter(user=user, unit=unit_id, role=appointment.role).first()
    )
    if held:
        return held
    membership: Membership = Membership.objects.create(
        user=user,
        unit_id=unit_id,
        role=appointment.role,
        department_id=appointment.department_id,
        fields_of_work=list(appointment.fields_of_work),
        starts_on=appointment.starts_on,
        ends_on=appointment.ends_on,
        decision_number=appointment.decision_number.strip(),
        decided_on=appointment.decided_on,
        decided_by=appointment.decided_by.strip(),
    )
    follow_appointments(user, now)
    record("account.appointed", membership, by=by, now=now, role=membership.role, person=user.pk)
    publish(PersonAppointed(membership_id=membership.pk, user_id=user.pk, unit_id=unit_id), now=now)
    return membership
