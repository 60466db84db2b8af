"""What an appointment must look like, whoever makes it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conglang.base.accounts.permissions import registered
from conglang.base.accounts.roles import ADMINISTRATORS, PROVINCE_GRANTED, Role
from conglang.base.units.kinds import UnitLevel

LENDABLE = frozenset(Role) - ADMINISTRATORS - PROVINCE_GRANTED  # power over accounts is never lent


@dataclass(frozen=True, slots=True)
class Appointment:
    """A role with its period (days included; open without `ends_on`) and the decision it rests on."""

    role: Role
    starts_on: date
    decision_number: str
    decided_on: date
    decided_by: str
    ends_on: date | None = None
    department_id: int | None = None
    fields_of_work: tuple[str, ...] = ()


def check_appointment(appointment: Appointment, level: str) -> None:
    """Raise ValidationError for an appointment that cannot be."""
    check_period(appointment.starts_on, appointment.ends_on)
    if not appointment.decision_number.strip() or not appointment.decided_by.strip():
        raise ValidationError(_("Name the decision and who made it."), code="decision")
    if appointment.role == Role.PROVINCE_ADMINISTRATOR and level != UnitLevel.PROVINCE:
        raise ValidationError(_("A province administrator is appointed in the province only."), code="level")


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Raise ValidationError for a period that ends before it begins."""
    if ends_on is not None and ends_on < starts_on:
        raise ValidationError(_("The last day lies before the first day."), code="period")


def check_loan(role: Role, permissions: Collection[str], starts_on: date, ends_on: date) -> None:
    """Raise ValidationError for a loan of power that is not the role's, or that cannot be lent."""
    check_period(starts_on, ends_on)
    if role not in LENDABLE:
        raise ValidationError(_("This role cannot be delegated."), code="not_lendable")
    if not set(permissions) <= permissions_of(role):
        raise ValidationError(_("The role does not hold all of these permissions."), code="permissions")


def permissions_of(role: Role) -> set[str]:
    """Registered permissions that the role holds."""
    return {permission for permission, roles in registered().items() if role in roles}
