"""Take a list of people in as drafts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.units.models import Department, Hamlet
from conglang.content.directory.models import Official, OfficialGroup
from conglang.content.directory.services.write import write_entry
from conglang.content.directory.tables import Row
from conglang.kernel.text import fold

_GROUPS = {
    "lanh dao": OfficialGroup.LEADER,
    "khong chuyen trach": OfficialGroup.PART_TIME,
    "nguoi hoat dong khong chuyen trach": OfficialGroup.PART_TIME,
}


@dataclass
class ImportReport:
    """What became of the rows: drafts made, people who stand in the list already, rows with their faults."""

    drafted: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def import_people(*, by: Actor, unit_id: int, rows: Iterable[Row], now: datetime) -> ImportReport:
    """A draft for each row; a person of the same name and post is not taken in twice. Raises Forbidden."""
    by = require(by, "directory.write", unit_id)
    report = ImportReport()
    places: dict[str, list[Any]] = {
        "department": list(Department.objects.filter(unit=unit_id)),
        "hamlet": list(Hamlet.objects.filter(unit=unit_id)),
    }
    known = {
        (fold(name), fold(post))
        for name, post in Official.objects.filter(unit=unit_id).values_list("full_name", "post")
    }
    for row in rows:
        name, post = row.cells.get("full_name", ""), row.cells.get("post", "")
        if (fold(name), fold(post)) in known:
            report.known.append(name)
            continue
        try:
            with transaction.atomic():
                values = _values(row, places)
                write_entry(by=by, model=Official, unit_id=unit_id, values=values, now=now)
        except ValidationError as refused:
            report.refused.append((row.number, _said(name, refused)))
        else:
            report.drafted.append(name)
            known.add((fold(name), fold(post)))
    return report


def preview_people(*, by: Actor, unit_id: int, rows: Iterable[Row], now: datetime) -> ImportReport:
    """What `import_people` would do with the rows; nothing of it stays. Raises Forbidden."""
    with transaction.atomic():
        report = import_people(by=by, unit_id=unit_id, rows=rows, now=now)
        transaction.set_rollback(True)
    return report


def _said(name: str, refused: ValidationError) -> str:
    """Whose row it is, and what is wrong with which of its cells."""
    found = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
    labels = {each.name: str(getattr(each, "verbose_name", "")) for each in Official._meta.get_fields()}
    faults = [": ".join(filter(None, (labels.get(field, ""), *texts))) for field, texts in found.items()]
    return " – ".join(filter(None, (name, "; ".join(faults))))


def _values(row: Row, places: dict[str, list[Any]]) -> dict[str, Any]:
    values: dict[str, Any] = dict(row.cells)
    values["group"] = _GROUPS.get(fold(values.get("group", "")), OfficialGroup.OFFICIAL)
    for name, known in places.items():
        wanted = values.pop(name, "")
        if not wanted:
            continue
        found = [each for each in known if fold(wanted) in {fold(each.name), fold(str(each))}]
        if not found:
            raise ValidationError(_("“%(name)s” is not in the unit's list.") % {"name": wanted})
        values[name] = found[0]
    return values
