"""Write the plan of a year line by line, and approve it as another person."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.content.newsroom.themes import check_theme
from conglang.content.planning.models import Plan, Target
from conglang.content.planning.permissions import APPROVE, PLAN
from conglang.content.planning.rules import same_sort

USUAL = Path(__file__).parents[1] / "data" / "targets.toml"
COPIED = ("kind", "theme_id", "quarter", "least", "most")


@transaction.atomic
def begin_plan(*, by: Actor, unit_id: int, year: int, basis: str, now: datetime) -> Plan:
    """Begin the plan of a year, or its next version from the approved one; one being written is found.

    Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, PLAN, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    newest: Plan | None = Plan.objects.filter(unit=unit, year=year).first()
    if newest is not None and newest.approved_at is None:
        return newest
    plan = Plan(
        unit=unit, year=year, basis=" ".join(basis.split()), version=newest.version + 1 if newest else 1
    )
    _write(plan, by, now)
    plan.full_clean(exclude={"written_by", "approved_by", "approved_at", "hands"})
    plan.save()
    lines = newest.targets.values(*COPIED) if newest else tomllib.loads(USUAL.read_text("utf-8"))["target"]
    for line in lines:
        Target(unit=unit, plan=plan, **line).save()
    record("planning.plan_begun", plan, by=by, now=now, year=year, version=plan.version)
    return plan


@transaction.atomic
def set_target(*, by: Actor, plan_id: int, target: Target, now: datetime) -> Target:
    """Add a line; one for the same items takes its place. Raises NotFound, Forbidden, ValidationError."""
    plan, by = _open(by, plan_id)
    target.unit_id, target.plan = plan.unit_id, plan
    check_theme(target.theme_id, plan.unit)
    if target.most is not None and target.most < target.least:
        raise ValidationError({"most": _("This is less than the least.")})
    lines: list[Target] = list(plan.targets.all())
    for line in lines:
        if same_sort([line.aim], target.aim):
            line.delete()
    target.save()
    _changed(plan, by, now, line=str(target), least=target.least, most=target.most)
    return target


@transaction.atomic
def drop_target(*, by: Actor, plan_id: int, target_id: int, now: datetime) -> None:
    """Take a line out. Raises NotFound, Forbidden, ValidationError."""
    plan, by = _open(by, plan_id)
    target = plan.targets.filter(pk=target_id).first()
    if target is None:
        raise NotFound
    line = str(target)
    target.delete()
    _changed(plan, by, now, dropped=line)


@transaction.atomic
def approve_plan(*, by: Actor, plan_id: int, seen: datetime, now: datetime) -> Plan:
    """Approve what was `changed_at` the instant `seen`; an approved plan stays as it is.

    Raises NotFound, Forbidden, and ValidationError for one's own work, a plan without lines, or one that was
    changed meanwhile.
    """
    plan = _lock(plan_id)
    by = require(by, APPROVE, plan)
    if plan.approved_at is not None:
        return plan
    if by.user_id is not None and by.user_id in plan.hands:
        raise ValidationError(_("Somebody who did not write the plan approves it."))
    if plan.changed_at != seen:
        raise ValidationError(_("The plan was changed meanwhile. Please read it once more."))
    if not plan.targets.exists():
        raise ValidationError(_("The plan has no targets yet."))
    plan.approved_by_id, plan.approved_name, plan.approved_at = by.user_id, by.name[:200], now
    plan.save()
    record("planning.plan_approved", plan, by=by, now=now, year=plan.year, version=plan.version)
    return plan


def _lock(plan_id: int) -> Plan:
    plan: Plan | None = (
        Plan.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=plan_id).first()
    )
    if plan is None:
        raise NotFound
    return plan


def _open(by: Actor, plan_id: int) -> tuple[Plan, Actor]:
    plan = _lock(plan_id)
    by = require(by, PLAN, plan)
    if plan.approved_at is not None:
        raise ValidationError(_("This plan is approved. Begin a new version to change it."))
    return plan, by


def _changed(plan: Plan, by: Actor, now: datetime, **what: Any) -> None:
    _write(plan, by, now)
    plan.save()
    record("planning.plan_changed", plan, by=by, now=now, year=plan.year, **what)


def _write(plan: Plan, by: Actor, now: datetime) -> None:
    plan.written_by_id, plan.written_name, plan.changed_at = by.user_id, by.name[:200], now
    if by.user_id is not None and by.user_id not in plan.hands:
        plan.hands = [*plan.hands, by.user_id]
