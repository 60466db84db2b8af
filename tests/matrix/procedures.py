"""Procedures in the matrix: the province's catalogue, and an import that only a place's people see."""

from datetime import datetime
from typing import TYPE_CHECKING

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.content.procedures.models import (
    FormerCode,
    ImportLine,
    LocalNote,
    Procedure,
    ProcedureImport,
    Version,
)
from conglang.content.procedures.rules import read_content
from conglang.content.procedures.services.write_note import write_note
from conglang.tools.approval import services
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.queries import standing

if TYPE_CHECKING:
    from tests.matrix.places import Place

CODE = "1.000001"
CONTENT = read_content(
    {
        "code": CODE, "name": "Thủ tục chung của tỉnh", "field": "Hộ tịch",
        "levels": ["province", "commune"], "steps": ["Nộp hồ sơ."],
        "ways": [{"way": "office", "time": "1 ngày"}], "papers": [{"name": "Tờ khai"}],
    }
)[0]  # fmt: skip


def fill_catalogue(province: Unit, system: Actor, now: datetime) -> None:
    """One procedure that every unit of the province shows."""
    with use_scope(system.scope):
        batch = ProcedureImport.objects.create(
            unit=province, name="chung.csv", proposed_at=now, compared_at=now
        )
        row = Procedure(unit=province, since=now)
        row.take(CONTENT)
        row.save()
        FormerCode.objects.create(unit=province, code="1.000009", procedure=row)
        Version.objects.create(
            unit=province, procedure=row, number=1, change="new", content=row.content, sha256=row.sha256,
            since=now, batch=batch,
        )  # fmt: skip


def fill_procedures(place: "Place", system: Actor, now: datetime) -> None:
    """Communes keep no catalogue of their own; rows as if they did show whether anybody reaches over."""
    with use_scope(system.scope):
        batch = ProcedureImport.objects.create(
            unit=place.unit, name=f"Danh mục {place.hidden}.csv", proposed_at=now, compared_at=now
        )
        ImportLine.objects.create(
            unit=place.unit, batch=batch, number=2, change="new", code="1.000002",
            name=f"Việc {place.hidden}", content=CONTENT.as_json(),
        )  # fmt: skip
        place.keep(batch)
        row = Procedure(unit=place.unit, since=now)
        row.take(CONTENT)
        row.name = f"Việc {place.hidden}"
        row.save()
        FormerCode.objects.create(unit=place.unit, code="1.000008", procedure=row)
        Version.objects.create(
            unit=place.unit, procedure=row, number=1, change="new", content=row.content, sha256=row.sha256,
            since=now, batch=batch,
        )  # fmt: skip
    _publish(place, _note(place, "", place.word, now), now)
    _note(place, CODE, place.hidden, now)


def note_key(pk: object) -> str:
    """How the place remembers what a page of a note names."""
    return f"note on procedures {pk}"


def _note(place: "Place", code: str, word: str, now: datetime) -> LocalNote:
    by = place.actor(Role.CONTRIBUTOR)
    values = {"place": f"Quầy {word}", "hours": f"Sáng {word}", "remarks": f"Lưu ý {word}"}
    with use_scope(by.scope):
        note = write_note(by=by, unit_id=place.unit.pk, code=code, values=values, now=now)
    place.seen[note_key(note.pk)] = content_hash(note.latest_revision_id)
    place.keep(note)
    return note


def _publish(place: "Place", note: LocalNote, now: datetime) -> None:
    writer, head = place.actor(Role.CONTRIBUTOR), place.actor(Role.HEAD_EDITOR)
    with use_scope(writer.scope):
        services.submit(item=note, by=writer, now=now)
    with use_scope(head.scope):
        seen = standing(head, note, now=now).content
        services.approve(item=note, expected_hash=seen, by=head, now=now)
