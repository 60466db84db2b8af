"""The directory of a place in the matrix: one entry of each kind in public, and one as a draft."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import Department, Hamlet
from conglang.base.units.scope import use_scope
from conglang.content.directory.models import (
    Business,
    DepartmentPage,
    Entry,
    HamletPage,
    Official,
    ReceptionDesk,
)
from conglang.content.directory.services.write import write_entry
from conglang.tools.approval import services
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.queries import standing

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_directory(place: "Place", system: Actor, now: datetime) -> None:
    """What is public bears the place's word, and so do the department and the hamlet that it names."""
    with use_scope(system.scope):
        department = Department.objects.create(unit=place.unit, name=f"Phòng {place.word}", order=1)
        hamlet = Hamlet.objects.create(unit=place.unit, kind=HamletKind.THON, name=place.word)
    hidden = (place.things[Department][0], place.things[Hamlet][0])
    place.keep(department, hamlet)
    for model, values in _entries(department, hamlet, place.word):
        entry = _write(place, model, values, now)
        _publish(place, entry, now)
        place.keep(entry)
    for model, values in _entries(*hidden, place.hidden):
        place.keep(_write(place, model, values, now))


def entry_key(model: type[Any], pk: object) -> str:
    """How the place remembers what a page of an entry names."""
    return f"{model.__name__} {pk}"


def _entries(
    department: Department, hamlet: Hamlet, word: str
) -> Iterator[tuple[type[Entry], dict[str, Any]]]:
    street = f"Số 2 đường {word}"
    yield (
        Official,
        {
            "full_name": f"Bùi {word}", "post": "Công chức", "department": department, "hamlet": hamlet,
            "phone": "0900 000 101", "duties": f"Việc {word}", "is_spokesperson": True,
        },
    )  # fmt: skip
    yield DepartmentPage, {"department": department, "functions": f"Việc {word}", "place": street}
    yield (
        ReceptionDesk,
        {"name": f"Nơi tiếp dân {word}", "place": street, "hours": "Thứ Năm", "rules": f"Nội quy {word}"},
    )
    yield HamletPage, {"hamlet": hamlet, "cultural_house": street}
    yield Business, {"name": f"Cơ sở {word}", "kind": "craft", "place": street, "hamlet": hamlet}


def _write(place: "Place", model: type[Entry], values: dict[str, Any], now: datetime) -> Entry:
    by = place.actor(Role.CONTRIBUTOR)
    with use_scope(by.scope):
        entry = write_entry(by=by, model=model, unit_id=place.unit.pk, values=values, now=now)
        place.seen[entry_key(model, entry.pk)] = content_hash(entry.latest_revision_id)
        return entry


def _publish(place: "Place", entry: Entry, now: datetime) -> None:
    writer, head = place.actor(Role.CONTRIBUTOR), place.actor(Role.HEAD_EDITOR)
    with use_scope(writer.scope):
        services.submit(item=entry, by=writer, now=now)
    with use_scope(head.scope):
        seen = standing(head, entry, now=now).content
        services.approve(item=entry, expected_hash=seen, by=head, now=now)
