"""The catalogue as the province keeps it, and the departments in charge as each unit names them."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.services.keep_rules import unit_of_scope
from conglang.base.ledger.audit import record
from conglang.base.units.models import Department, Unit
from conglang.content.disclosure.catalogue import Line
from conglang.content.disclosure.models import Heading, InCharge, columns
from conglang.content.disclosure.permissions import ENTER, SET_CATALOGUE
from conglang.content.disclosure.queries import headings
from conglang.kernel.clock import local_day


@transaction.atomic
def enter_heading(*, by: Actor, unit_id: int, line: Line, now: datetime) -> Heading:
    """Enter a heading of a province, or its next version; the same content again finds the first row.

    It counts when another person confirmed it. Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, SET_CATALOGUE, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    versions = list(Heading.objects.filter(key=line.key, scope=unit.code).order_by("version"))
    for row in versions:
        if row.line == replace(line, scope=unit.code, version=row.version):
            return row
    line = replace(line, scope=unit.code, version=(versions[-1].version if versions else 0) + 1)
    older = Heading.objects.filter(key=line.key).values_list("order", flat=True).first()
    row = Heading(proposed_by_id=by.user_id, order=1000 if older is None else older, **columns(line))
    row.full_clean(exclude={"proposed_by", "confirmed_by", "confirmed_at", "forms", "beside", "groups"})
    row.save()
    told = {"key": row.key, "version": row.version}
    record("disclosure.heading_entered", row, by=by, now=now, unit_id=unit_id, **told)
    return row


@transaction.atomic
def confirm_heading(*, by: Actor, heading_id: int, now: datetime) -> Heading:
    """Say that a heading is as the text of law has it; a confirmed one stays as it is.

    One that people entered begins to count with it, so another person confirms. Raises NotFound, Forbidden,
    ValidationError.
    """
    row = Heading.objects.select_for_update().filter(pk=heading_id).first()
    if row is None:
        raise NotFound
    by = require(by, SET_CATALOGUE, unit_of_scope(row.scope, by))
    if row.confirmed_at is not None:
        return row
    if row.proposed_by_id is not None and row.proposed_by_id == by.user_id:
        raise ValidationError(_("Another person confirms what you entered."))
    row.confirmed_by_id, row.confirmed_at = by.user_id, now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    record("disclosure.heading_confirmed", row, by=by, now=now, unit_id=by.unit_id, key=row.key)
    return row


@transaction.atomic
def put_in_charge(
    *, by: Actor, unit_id: int, heading: str, department_id: int | None, now: datetime
) -> InCharge | None:
    """Name the department of a unit that answers for a heading; none leaves it to the catalogue's own office.

    Raises NotFound for a strange department or heading, Forbidden.
    """
    by = require(by, ENTER, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if heading not in headings(unit, local_day(now)):
        raise NotFound
    row: InCharge | None = InCharge.objects.filter(unit=unit, heading_key=heading).first()
    if (row.department_id if row else None) == department_id:
        return row
    if department_id is None:
        if row is not None:
            row.delete()
    else:
        department = Department.objects.filter(pk=department_id, unit=unit).first()
        if department is None:
            raise NotFound
        row = row or InCharge(unit=unit, heading_key=heading)
        row.department = department
        row.save()
    record("disclosure.put_in_charge", unit, by=by, now=now, unit_id=unit_id, heading=heading,
           department=department_id)  # fmt: skip
    return row if department_id is not None else None
