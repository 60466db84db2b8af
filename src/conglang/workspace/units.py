"""Reads for the page of units: which there are in reach, and all that is known of one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.units.authority import MANAGE
from conglang.base.units.kinds import Naming, UnitKind
from conglang.base.units.models import Custody, CustodyKind, Site, Succession, Unit
from conglang.kernel.text import fold

IN_FORCE, WITHOUT_SITE, ENDED = "", "chua-co-trang", "da-ket-thuc"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A line of the list; `host` is empty where no site is open."""

    pk: int
    code: str
    kind: str
    name: str
    valid_to: date | None
    host: str

    @property
    def title(self) -> str:
        """The official title."""
        return Naming(UnitKind(self.kind), self.name).title

    def answers_to(self, folded: str) -> bool:
        """Whether a folded text is part of the title or host, or begins the code."""
        return folded in fold(self.title) or folded in self.host or self.code.startswith(folded)


def managed(by: Actor) -> list[int]:
    """Ids of the units, of every time, that the person manages."""
    return [unit_id for unit_id in by.grants if by.may(MANAGE, unit_id)]


def unit_rows(by: Actor, text: str, today: date) -> dict[str, list[UnitRow]]:
    """The units in reach that answer to the text, by group, in the order of codes; one query.

    Accents are folded here and not in the database, because a province has a few hundred units at most
    and the whole country 3,321.
    """
    columns = ("pk", "code", "kind", "name", "valid_to", "site__host", "valid_from")
    groups: dict[str, list[UnitRow]] = {IN_FORCE: [], WITHOUT_SITE: [], ENDED: []}
    folded = fold(text)
    for pk, code, kind, name, valid_to, host, begun in (
        Unit.objects.filter(pk__in=managed(by)).values_list(*columns).order_by("code")
    ):
        row = UnitRow(pk, code, kind, name, valid_to, host or "")
        if folded and not row.answers_to(folded):
            continue
        if row.valid_to is not None and row.valid_to <= today:
            groups[ENDED].append(row)
        elif begun is None or begun <= today:
            groups[IN_FORCE].append(row)
            if not host:
                groups[WITHOUT_SITE].append(row)
    return groups


def site_of(unit: Unit) -> Site | None:
    """The unit's site, if one is open."""
    return Site.objects.filter(unit=unit).prefetch_related("redirects").first()


def predecessors(unit: Unit) -> QuerySet[Succession]:
    """What went into the unit, the latest first."""
    return Succession.objects.filter(new=unit).select_related("old").order_by("-on", "old__code")


def successors(unit: Unit) -> QuerySet[Succession]:
    """What the unit went into."""
    return Succession.objects.filter(old=unit).select_related("new").order_by("-on", "new__code")


def custodies(unit: Unit) -> QuerySet[Custody]:
    """Who looks after the unit, now and before: by rows of its own, and of units above with all below."""
    from_above = Q(unit__in=unit.ancestor_ids, with_descendants=True)
    rows = Custody.objects.filter(Q(unit=unit) | from_above).select_related("holder", "unit")
    return rows.order_by("-valid_from", "-pk")


def is_running(custody: Custody, today: date) -> bool:
    """Whether the custody counts on the day."""
    return custody.valid_from <= today and (custody.valid_to is None or today < custody.valid_to)


def open_board(unit: Unit) -> QuerySet[Custody]:
    """Boards that look after exactly this unit and were not told to stop."""
    rows = Custody.objects.filter(unit=unit, kind=CustodyKind.CENTRAL_BOARD, valid_to=None)
    return rows.select_related("holder")


def possible_holders(unit: Unit) -> QuerySet[Unit]:
    """Whose board may take a unit over: the units above it; a province's own, for all units below."""
    ids = unit.ancestor_ids or (unit.pk,)
    return Unit.objects.filter(pk__in=ids, valid_to=None)
