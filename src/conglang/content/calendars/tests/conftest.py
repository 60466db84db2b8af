"""A commune with the people of its calendar and a neighbour, acting through services as on the desk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests import people
from conglang.base.accounts.tests.villages import desk, stopped_at, two  # noqa: F401  # a fixture
from conglang.base.units.models import Site, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.content.calendars.models import Entry, EntryKind
from conglang.content.calendars.services.content import EntryContent
from conglang.content.calendars.services.decide import Outcome, approve_entries, submit_entries
from conglang.content.calendars.services.write_entry import write_entry
from conglang.tools.approval.queries import standing
from conglang.tools.pages.models import Section, SectionKind

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # a Saturday, 9 o'clock in Viet Nam
MONDAY = date(2026, 11, 23)
SINCE = date(2025, 7, 1)


@dataclass
class Commune:
    """A unit with the people of its calendar."""

    unit: Unit
    writer: Actor
    head: Actor
    colleague: Actor


def commune(code: str, name: str) -> Commune:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name, valid_from=SINCE
        )
        Site.objects.create(unit=unit, host=f"c{code}.localhost", opened_on=SINCE)
        Section.objects.create(
            unit=unit, key="schedules", slug="lich-lam-viec", title="Lịch làm việc", kind=SectionKind.LIST
        )
        roles = (Role.DOCUMENT_CLERK, Role.HEAD_EDITOR, Role.CONTRIBUTOR)
        people = [person(f"{role.value}.{code}", unit, role) for role in roles]
    return Commune(unit, *people)


person = partial(people.person, now=NOW)
frozen = stopped_at(NOW)
home, neighbour = two(commune)


def content(what: str = "Giao ban", on: date = MONDAY, at: time | None = time(8), **more) -> EntryContent:
    facts = {"who": "Chủ tịch UBND xã", "place": "Phòng họp số 1"}
    return EntryContent(what=what, starts_on=on, starts_at=at, **facts | more)


def reception(on: date, **more) -> EntryContent:
    return content("Tiếp công dân định kỳ", on, time(7, 30), kind=EntryKind.RECEPTION, **more)


def write(of: Commune, given: EntryContent | None = None, now: datetime = NOW) -> Entry:
    with use_scope(of.writer.scope):
        return write_entry(by=of.writer, unit_id=of.unit.pk, content=given or content(), now=now)


def seen(by: Actor, *rows: Entry, now: datetime = NOW) -> dict[int, str]:
    """What a person has on the screen."""
    found = Entry.objects.filter(pk__in=[row.pk for row in rows])
    return {row.pk: standing(by, row, now=now).content for row in found}


def submit(of: Commune, *rows: Entry, now: datetime = NOW) -> Outcome:
    with use_scope(of.writer.scope):
        return submit_entries(by=of.writer, seen=seen(of.writer, *rows), now=now)


def approve(of: Commune, *rows: Entry, now: datetime = NOW, **more) -> Outcome:
    with use_scope(of.head.scope):
        return approve_entries(by=of.head, seen=seen(of.head, *rows), now=now, **more)


def published(of: Commune, given: EntryContent | None = None, now: datetime = NOW) -> Entry:
    row = write(of, given, now)
    submit(of, row, now=now)
    outcome = approve(of, row, now=now)
    assert len(outcome.done) == 1, outcome
    return stored(row)


def stored(row: Entry) -> Entry:
    with everything("tests"):
        return Entry.objects.get(pk=row.pk)
