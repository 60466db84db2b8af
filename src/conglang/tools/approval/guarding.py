"""Between items and guards: what of an item the guards look at, and what follows from what they find."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.html import strip_tags
from wagtail.fields import StreamField
from wagtail.models import ReferenceIndex

from conglang.base.accounts.actor import Actor
from conglang.base.units.scope import everything
from conglang.tools.approval.rules import Reason, Refusal
from conglang.tools.guards import queries
from conglang.tools.guards.examination import Examination, Gap, Report, Source, examine
from conglang.tools.guards.grounds import NOTE_NEEDED, grounds
from conglang.tools.guards.rules import PERSONAL, STOPPING, Kind, Line
from conglang.tools.guards.services.inspect_file import inspect_file
from conglang.tools.guards.services.redact_file import REDACTABLE
from conglang.tools.guards.services.stop_item import Subject, give_ground, stop_item
from conglang.tools.media import ocr
from conglang.tools.media.models import Document, Image, Recognition
from conglang.tools.media.services.quarantine import quarantine
from conglang.tools.media.tasks import read_picture

if TYPE_CHECKING:
    from conglang.tools.approval.reviews import Case

_BREAKS = re.compile(r"</(?:p|li|h\d|div|tr|blockquote)>|<br\s*/?>", re.IGNORECASE)
_WHY = "what must not be public is looked for in everything that an item shows"
_NO_WORDS = {"id", "type"}  # keys of a block that hold none


def examination_of(item: Any) -> Examination:
    """What an item carries. Attachments that nobody has read are read now, which may take a while."""
    with everything(_WHY):
        return _examined(item, reads=True)


def look(item: Any) -> Examination:
    """What is known of an item without reading files, for showing it."""
    with everything(_WHY):
        return _examined(item, reads=False)


def redactable(item: Any) -> list[tuple[Document, list[Kind]]]:
    """Files with personal data of which a redacted copy can be made, and what kinds they hold."""
    found = []
    with everything(_WHY):
        shown = [document for document, is_public in _documents(item) if is_public]
        known = queries.inspections(item.unit_id, (document.file_sha256 for document in shown))
    for document in shown:
        if document.extension in REDACTABLE and document.file_sha256 in known:
            report = known[document.file_sha256].as_report()
            kinds = sorted({finding.kind for finding in report.findings} & PERSONAL)
            found += [(document, kinds)] if kinds else []
    return found


def read_files(item: Any) -> None:
    """Have the files of an item read, before a transaction begins that must not wait for it."""
    with everything(_WHY):
        for file, _is_public in _files(item):
            if isinstance(file, Document):
                inspect_file(document=file)
            elif Recognition.objects.filter(unit=file.unit_id, sha256=file.file_sha256).exists():
                inspect_file(document=file)  # somebody has ordered it: then it is waited for
            else:
                read_picture.enqueue(file.pk)


def stopped(case: "Case", by: Actor, now: datetime) -> Refusal | None:
    """The refusal of what nobody may make public; it is written down, and those who keep watch are told."""
    examination = case.examination
    if not examination.stopping:
        return None
    files = _carrying(case.row.with_content_json(case.revision.content))
    for document in files:
        quarantine(document=document, by=by, now=now)
    subject = replace(subject_of(case), files=tuple(document.file_sha256 for document in files))
    stop_item(subject=subject, examination=examination, by=by, now=now)
    return Refusal(Reason.HARMFUL_FILE if examination.has_malware else Reason.SECRECY_MARK)


def unfounded(case: "Case", ground: str, note: str, by: Actor, now: datetime) -> Refusal | None:
    """The refusal of personal data for which nobody has named a legal ground; a ground given is recorded."""
    if not case.examination.personal:
        return None
    subject = subject_of(case)
    if ground_of(subject) is not None:
        return None
    if ground not in grounds():
        return Refusal(Reason.PERSONAL_DATA)
    if ground in NOTE_NEEDED and not note.strip():
        return Refusal(Reason.NO_REASON_GIVEN)
    give_ground(subject=subject, ground=ground, note=note, by=by, now=now)
    return None


def ground_of(subject: Subject) -> Any:
    """The ground that was given for exactly this content; None where nobody gave one."""
    return queries.ground_for(subject.unit_id, subject.label, subject.object_id, subject.content_hash)


def subject_of(case: "Case") -> Subject:
    """How the guards name the newest content of an item."""
    row = case.row
    return Subject(
        row._meta.label_lower, row.pk, row.unit_id, case.content, str(case.review.title or row)[:255]
    )


def _carrying(item: Any) -> list[Document]:
    """The files of an item that nobody may make public."""
    with everything(_WHY):
        files = [document for document, _is_public in _documents(item)]
        known = queries.inspections(item.unit_id, (document.file_sha256 for document in files))
    return [
        document
        for document in files
        if (row := known.get(document.file_sha256))
        and any(finding.kind in STOPPING for finding in row.as_report().findings)
    ]


def _examined(item: Any, *, reads: bool) -> Examination:
    examination = examine(sources_of(item), with_personal_data=item.guards_personal_data)
    files = _files(item)
    known = queries.inspections(item.unit_id, (file.file_sha256 for file, _shown in files)) if files else {}
    for file, is_public in files:
        if row := known.get(file.file_sha256):
            report = row.as_report()
        elif reads and isinstance(file, Document):
            report = inspect_file(document=file).as_report()
        else:
            report = Report(gaps=[(_waiting(file), 0)])
        # who stands in a photograph is no question of figures in it
        is_guarded = is_public and item.guards_personal_data and isinstance(file, Document)
        examination.add(file.title, report, is_public=is_guarded)
    return examination


def _waiting(file: Document | Image) -> Gap:
    if isinstance(file, Document):
        return Gap.WAITING
    return Gap.UNREAD if ocr.is_installed() else Gap.NO_PROGRAM


def sources_of(item: Any) -> Iterator[Source]:
    """The words of an item, field by field."""
    wanted = item.content_fields()
    for field in item._meta.concrete_fields:
        if field.name not in wanted or field.choices:
            continue
        if isinstance(field, StreamField):
            raw = getattr(item, field.name).get_prep_value()
            lines = [Line(text) for block in raw for text in _texts(block)]
        elif isinstance(field, models.TextField | models.CharField) and not isinstance(
            field, models.SlugField
        ):
            lines = [Line(text) for text in str(getattr(item, field.name) or "").splitlines()]
        else:
            continue
        yield Source(str(field.verbose_name), lines, field.name not in item.names_people)


def _texts(value: Any) -> Iterator[str]:
    """Lines of a stored block; rows of a table have their cells parted by tabs."""
    if isinstance(value, str):
        plain = unescape(strip_tags(_BREAKS.sub("\n", value))) if "<" in value else unescape(value)
        yield from plain.splitlines()
    elif isinstance(value, list):
        if value and all(isinstance(cell, str | None) for cell in value):
            yield "\t".join((cell or "").replace("\n", "\v") for cell in value)
        else:
            for each in value:
                yield from _texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in _NO_WORDS:
                yield from _texts(each)


def _documents(item: Any) -> list[tuple[Document, bool]]:
    return [(file, is_public) for file, is_public in _files(item) if isinstance(file, Document)]


def _files(item: Any) -> list[tuple[Document | Image, bool]]:
    """The attachments and pictures of an item, and whether readers get them; kept originals count too."""
    models_by_kind = {ContentType.objects.get_for_model(model).pk: model for model in (Document, Image)}
    shown: dict[Any, dict[str, bool]] = {model: {} for model in models_by_kind.values()}
    for type_id, pk, path, _content_path in ReferenceIndex._extract_references_from_object(item):
        if model := models_by_kind.get(type_id):
            is_public = path.partition(".")[0] not in item.outside_approval
            shown[model][pk] = shown[model].get(pk, False) or is_public
    found: list[tuple[Document | Image, bool]] = []
    for model, keys in shown.items():
        rows = model._base_manager.filter(pk__in=keys).order_by("pk") if keys else ()
        found += [(row, keys[str(row.pk)]) for row in rows]
    return found
