from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_arrange
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import Hamlet, Unit, UnitLevel
from conglang.base.units.rules import bare_name
from conglang.base.units.services.add_department import lock_unit
from conglang.kernel.text import same_text


@dataclass(frozen=True, slots=True)
class HamletFacts:
    """What is known of a hamlet; the counts may be missing, and the point: latitude and longitude."""

    kind: HamletKind
    name: str
    households: int | None = None
    population: int | None = None
    point: tuple[Decimal, Decimal] | None = None

    def write_to(self, hamlet: Hamlet) -> bool:
        """Set the row's fields; tells whether anything differs."""
        lat, lon = self.point or (None, None)
        wanted = {
            "kind": self.kind,
            "name": bare_name(self.kind.word, self.name),
            "households": self.households,
            "population": self.population,
            "lat": lat,
            "lon": lon,
        }
        differs = any(getattr(hamlet, field) != value for field, value in wanted.items())
        for field, value in wanted.items():
            setattr(hamlet, field, value)
        return differs


@transaction.atomic
def add_hamlet(*, unit: Unit, facts: HamletFacts, by: Authority, now: datetime) -> Hamlet:
    """Add a hamlet to a commune; a repeated call changes nothing.

    “Thôn Hội Long” of the kind “Thôn” is stored as “Hội Long”. Raises PermissionDenied, and ValidationError
    for a unit that is no commune and for a name that is empty, too long or taken.
    """
    require_arrange(by, unit.pk)
    lock_unit(unit.pk)
    if unit.level != UnitLevel.COMMUNE:
        raise ValidationError(_("Only communes, wards and special zones have hamlets."))
    wanted = Hamlet(unit=unit)
    facts.write_to(wanted)
    present = namesake(wanted)
    if present and not facts.write_to(present):
        return present
    check_hamlet(wanted, present)
    wanted.save()
    record("units.hamlet_added", wanted, by=by, now=now)
    return wanted


def namesake(hamlet: Hamlet) -> Hamlet | None:
    """Another hamlet of the unit with the same title to a reader: Hoà is Hòa, capitals do not count."""
    others = Hamlet.objects.filter(unit=hamlet.unit_id, kind=hamlet.kind).exclude(pk=hamlet.pk)
    same = (row for row in others if same_text(row.name, hamlet.name, ignore_case=True))
    return next(same, None)


def check_hamlet(hamlet: Hamlet, present: Hamlet | None) -> None:
    """Raise ValidationError, by field, for facts that cannot be."""
    hamlet.clean_fields(exclude={"unit"})
    if present:
        message = _("There is already “%(title)s”.") % {"title": hamlet.title}
        raise ValidationError({"name": ValidationError(message, code="taken")})
