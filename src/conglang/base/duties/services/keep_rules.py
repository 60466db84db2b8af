"""Rules as the province keeps them: enter, confirm, import."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.models import Rule, columns
from conglang.base.duties.permissions import SET_RULES
from conglang.base.duties.rule_file import BadRules, Entry, read
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.kernel.legal import NATIONAL
from conglang.kernel.rules import InvalidRules, RuleBook


@transaction.atomic
def enter_rule(*, by: Actor, unit_id: int, entry: Entry, now: datetime) -> Rule:
    """Enter a local rule for a unit, or its next version; the same content again finds the first row.

    It counts when another person confirmed it. A longer term than the national one may be entered: it is
    shown and never used. Raises NotFound, Forbidden, ValidationError.
    """
    by = require(by, SET_RULES, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    versions = list(Rule.objects.filter(rule_id=entry.rule.id, scope=unit.code).order_by("version"))
    wanted = replace(entry.rule, scope=unit.code, supersedes=None)
    for row in versions:
        known = row.as_entry
        if replace(known, rule=replace(known.rule, supersedes=None, version=wanted.version)) == replace(
            entry, rule=wanted
        ):
            return row
    older = [row for row in versions if row.valid_from < wanted.valid_from]
    last = versions[-1].version if versions else 0
    rule = replace(wanted, version=last + 1, supersedes=older[-1].key if older else None)
    try:
        RuleBook((*(row.as_rule for row in versions), rule))
    except InvalidRules:
        raise ValidationError(_("Another version of this term holds in the same time.")) from None
    row = Rule(proposed_by_id=by.user_id, **columns(replace(entry, rule=rule)))
    row.full_clean(exclude={"proposed_by", "confirmed_by", "confirmed_at"})
    row.save()
    record("duties.rule_entered", row, by=by, now=now, unit_id=unit_id, key=row.key, limit=row.limit)
    return row


@transaction.atomic
def confirm_rule(*, by: Actor, rule_id: int, now: datetime) -> Rule:
    """Say that the rule is as the text has it; a confirmed one stays as it is.

    A local rule begins to count with it, so another person confirms than entered it. Raises NotFound,
    Forbidden, ValidationError.
    """
    row = Rule.objects.select_for_update().filter(pk=rule_id).first()
    if row is None:
        raise NotFound
    by = require(by, SET_RULES, unit_of_scope(row.scope, by))
    if row.confirmed_at is not None:
        return row
    if row.proposed_by_id is not None and row.proposed_by_id == by.user_id:
        raise ValidationError(_("Another person confirms what you entered."))
    row.confirmed_by_id, row.confirmed_at = by.user_id, now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    record("duties.rule_confirmed", row, by=by, now=now, unit_id=by.unit_id, key=row.key)
    return row


def unit_of_scope(scope: str, by: Actor) -> int:
    """The unit whose rules these are; for those of the country the one that acts. Raises NotFound."""
    if scope == NATIONAL:
        if by.unit_id is None:
            raise NotFound
        return by.unit_id
    found = Unit.objects.filter(code=scope, valid_to=None).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return int(found)


@dataclass(frozen=True)
class Imported:
    """How many rules of a file are new, were here, and are of units that are not the person's."""

    entered: int
    known: int
    foreign: int


@transaction.atomic
def import_rules(*, by: Actor, text: str, now: datetime) -> Imported:
    """Enter the local rules of a YAML file; what is there already stays. Raises ValidationError."""
    try:
        entries = read(text).entries
    except BadRules as error:
        where = _("The rule “%(row)s” is not right.") % {"row": error.row} if error.row else ""
        told = _("The file cannot be read. It must look as the file that one downloads here.")
        raise ValidationError(f"{told} {where}".strip()) from None
    units = dict(
        Unit.objects.filter(valid_to=None, code__in={e.rule.scope for e in entries}).values_list("code", "pk")
    )
    entered = known = foreign = 0
    for entry in entries:
        unit_id = units.get(entry.rule.scope)
        if unit_id is None or not by.scope.may_read(unit_id) or not by.may(SET_RULES, unit_id):
            foreign += 1
            continue
        before = Rule.objects.count()
        enter_rule(by=by, unit_id=unit_id, entry=entry, now=now)
        entered, known = (entered + 1, known) if Rule.objects.count() > before else (entered, known + 1)
    return Imported(entered, known, foreign)
