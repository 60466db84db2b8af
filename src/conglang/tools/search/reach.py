"""How far a search goes: the units of a site, and what a visitor narrows it to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from conglang.base.units.models import Site, Succession, Unit
from conglang.base.units.queries import descendants, predecessor_ids
from conglang.base.units.scope import Scope, public
from conglang.kernel.clock import LOCAL_ZONE
from conglang.tools.search.engine import LARGEST_KEY
from conglang.tools.search.expressions import Expression, Token, either
from conglang.tools.search.keys import first_key, last_key
from conglang.tools.search.words import below_unit, of_kind, of_section, of_unit, shared_below

MOST_GENERATIONS = 5


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search. `unit_id` is one of the units that the site covers; days are inclusive."""

    section: str = ""
    kind: str = ""
    unit_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: tokens that must all be there, and the keys between which the days lie."""

    tokens: tuple[Expression, ...]
    oldest_key: int = 0
    newest_key: int = LARGEST_KEY


@dataclass(frozen=True, slots=True)
class Reach:
    """The units whose items a site finds: its own with their predecessors, and all below.

    Of those `above` it finds what they share.
    """

    own: tuple[int, ...]
    below: tuple[int, ...]
    above: tuple[int, ...] = ()

    @property
    def scope(self) -> Scope:
        """Live items of these units, as a visitor may see them."""
        return public(*self.own, *self.below, *self.above)


def reach_of(unit: Unit) -> Reach:
    """What is searched on the site of a unit."""
    below = tuple(descendants(unit).values_list("pk", flat=True))
    return Reach((unit.pk, *sorted(predecessor_ids(unit.pk))), below, tuple(unit.ancestor_ids))


def place_of(reach: Reach, filters: Filters) -> Place:
    """Where to look for what the site reaches."""
    tokens: list[Expression] = []
    if filters.unit_id is not None:
        tokens.append(_units(filters.unit_id, *predecessor_ids(filters.unit_id)))
    elif not reach.below:
        shared = [Token(shared_below(pk)) for pk in reach.above]
        tokens.append(either([*map(Token, map(of_unit, reach.own)), *shared]))
    # with a single province everything belongs to it, and the widest token would only cost time
    elif Unit.objects.filter(parent=None).exclude(pk__in=reach.own).exists():
        below = [Token(below_unit(pk)) for pk in reach.own]
        tokens.append(either([*map(Token, map(of_unit, reach.own)), *below]))
    if filters.section:
        tokens.append(Token(of_section(filters.section)))
    if filters.kind:
        tokens.append(Token(of_kind(filters.kind)))
    return Place(
        tuple(tokens),
        first_key(_midnight(filters.since)) if filters.since else 0,
        last_key(_last_second(filters.until)) if filters.until else LARGEST_KEY,
    )


def hosts_of(unit_ids: Iterable[int]) -> dict[int, str]:
    """The hosts at which items of these units are read: their own site's, or else a successor's."""
    hosts: dict[int, str] = {}
    wanted = {unit_id: {unit_id} for unit_id in unit_ids}  # unit → units whose site would do
    for _generation in range(MOST_GENERATIONS):
        everyone = {pk for units in wanted.values() for pk in units}
        if not everyone:
            break
        sites = dict(Site.objects.filter(unit__in=everyone).values_list("unit", "host"))
        hosts |= {
            pk: sites[min(units & sites.keys())] for pk, units in wanted.items() if units & sites.keys()
        }
        later: dict[int, set[int]] = {}
        for old, new in Succession.objects.filter(old__in=everyone).values_list("old", "new"):
            later.setdefault(old, set()).add(new)
        wanted = {
            pk: {new for old in units for new in later.get(old, ())}
            for pk, units in wanted.items()
            if pk not in hosts
        }
    return hosts


def _units(*unit_ids: int) -> Expression:
    return either(Token(of_unit(pk)) for pk in unit_ids)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL_ZONE)


def _last_second(day: date) -> datetime:
    return datetime.combine(day, time.max, LOCAL_ZONE)  # the last day that Python knows has no next midnight
