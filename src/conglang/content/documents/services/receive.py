"""Make drafts of files, with the fields that their text shows."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Unit
from conglang.content.documents.intake import Content
from conglang.content.documents.models import CODE_LENGTH, NAME_LENGTH, TEXT_LENGTH, OfficialDocument
from conglang.content.documents.queries import family_ids
from conglang.content.documents.reading import Certainty, Found, Key
from conglang.content.documents.services.write import write_document
from conglang.kernel.text import fold
from conglang.tools.media import ocr
from conglang.tools.media.models import Document
from conglang.tools.media.services.bind import bind

LENGTHS = {
    Key.CODE: CODE_LENGTH,
    Key.ISSUER_NAME: NAME_LENGTH,
    Key.SIGNER: NAME_LENGTH,
    Key.SIGNER_TITLE: NAME_LENGTH,
    Key.ABSTRACT: 1000,
}
DAYS = (Key.ISSUED_ON, Key.EFFECTIVE_ON)
UNKNOWN_KIND = "cong-van"


@transaction.atomic
def draft_of(*, by: Actor, files: Sequence[Document], content: Content, now: datetime) -> OfficialDocument:
    """A draft with `papers_of` a file and what was read. Raises Forbidden, NumberTaken, ValidationError."""
    stored = files[-1]
    values, reading = values_of(content.fields, Unit.objects.get(pk=stored.unit_id))
    values["text"] = content.text[:TEXT_LENGTH]
    if content.doubtful:
        words = ", ".join(content.doubtful)
        reading["text"] = {"line": words[:300], "certainty": Certainty.LIKELY.value}
    return write_document(by=by, unit_id=stored.unit_id, values=values, files=files, reading=reading, now=now)


def papers_of(stored: Document, by: Actor, now: datetime) -> list[Document]:
    """The file that came in, and before it the PDF of a scan that is a picture. Raises Forbidden."""
    made = bind(by=by, picture=stored, now=now) if stored.extension in ocr.PICTURES else None
    return [made, stored] if made else [stored]


def values_of(found: dict[Key, Found], unit: Unit) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields for a draft, and beside them the line and the certainty of each."""
    values: dict[str, Any] = {"kind": UNKNOWN_KIND}
    reading = {}
    for key, each in found.items():
        if key in {Key.PLACE, Key.RECIPIENTS}:
            continue
        values[key.value] = date.fromisoformat(each.value) if key in DAYS else each.value[: LENGTHS.get(key)]
        reading[key.value] = {"line": each.line[:300], "certainty": each.certainty.value}
    # even a file of which nothing was read has to be looked at
    reading.setdefault("kind", {"line": "–", "certainty": "none"})
    if "issuer_name" in values:
        values["issuer"] = _issuer(values["issuer_name"], values.get("issued_on"), unit)
    return values, reading


def _issuer(name: str, day: date | None, unit: Unit) -> Unit | None:
    """The unit whose full title the authority's name ends with, if it existed on the day."""
    for row in Unit.objects.filter(pk__in=family_ids(unit)):
        if fold(name).endswith(fold(row.title)) and (day is None or row.in_force(day)):
            return row
    return None
