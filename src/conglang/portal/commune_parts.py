"""What other rooms show in the sections of a commune without a host: lines, as nothing has a page there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from conglang.base.ui.formats import vn_date
from conglang.base.units.models import Unit
from conglang.content.calendars import queries as calendars
from conglang.content.calendars.models import EntryKind
from conglang.content.directory import queries as directory
from conglang.content.directory.models import Official
from conglang.content.directory.rules import dialled
from conglang.content.documents import queries as documents
from conglang.content.procedures.queries import posted
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.portal.procedures import NATIONAL_PORTAL
from conglang.portal.queries import own_ids
from conglang.tools.media.models import Document

AHEAD = timedelta(days=60)
MOST_DOCUMENTS = 300  # the newest ones; all of them need a host and a register of their own


@dataclass(frozen=True)
class Line:
    """One thing: its title, facts in words (empty ones are left out), labels with addresses, files."""

    title: str
    facts: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    files: tuple[Document, ...] = ()


def lines_of(unit: Unit, key: str) -> list[Line]:
    """What stands in the section with this key; the scope is the commune's public one."""
    draw = _PARTS.get(key)
    return list(draw(unit)) if draw else []


def _documents(unit: Unit) -> Iterator[Line]:
    for row in documents.published(own_ids(unit))[:MOST_DOCUMENTS]:
        facts = (
            row.abstract,
            _("Issued on %(day)s") % {"day": vn_date(row.issued_on)} if row.issued_on else "",
        )
        yield Line(f"{row.kind_name} {row.code}".strip(), facts, files=tuple(row.documents))


def _people(found: list[Official]) -> Iterator[Line]:
    for each in found:
        reached = [(each.phone, f"tel:{dialled(each.phone)}"), (each.email, f"mailto:{each.email}")]
        place = str(each.department or each.hamlet or "")
        yield Line(
            each.full_name, (each.post, place, each.reception), tuple(pair for pair in reached if pair[0])
        )


def _everybody(unit: Unit) -> Iterator[Line]:
    people = directory.people([unit.pk])
    leaders = directory.leaders(people)
    return _people([*leaders, *(each for each in people if each not in leaders)])


def _leaders(unit: Unit) -> Iterator[Line]:
    return _people(directory.leaders(directory.people([unit.pk])))


def _spokespersons(unit: Unit) -> Iterator[Line]:
    return _people([each for each in directory.people([unit.pk]) if each.is_spokesperson])


def _entries(unit: Unit, kind: str = "") -> Iterator[Line]:
    today: date = local_day(clock_now())
    rows = calendars.between(calendars.entries(own_ids(unit)), today, today + AHEAD)
    rows = rows.filter(kind=kind) if kind else rows
    for each in calendars.occurrences(rows, today, today + AHEAD):
        said = (each.moved_to, *each.moved_from, each.called_off)
        yield Line(each.entry.what, (f"{each.when}", each.entry.who, each.entry.place, *said))


def _procedures(unit: Unit) -> Iterator[Line]:
    for row in posted(unit):
        address = row.parts.link or NATIONAL_PORTAL
        yield Line(row.name, (row.code, row.field), ((_("On the national portal"), address),))


_PARTS: dict[str, Callable[[Unit], Iterator[Line]]] = {
    "documents": _documents,
    "contacts": _everybody,
    "organisation": _everybody,
    "leaders": _leaders,
    "spokesperson": _spokespersons,
    "schedules": _entries,
    "reception": lambda unit: _entries(unit, EntryKind.RECEPTION),
    "procedures": _procedures,
}
