"""Enter a document, or change its newest version. Nothing of either is public."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.content.documents.models import Disclosure, OfficialDocument
from conglang.content.documents.permissions import WRITE
from conglang.content.documents.queries import same_number
from conglang.content.documents.services.keep_clock import keep_clock
from conglang.kernel.ids import uuid7
from conglang.tools.approval.versions import Conflict, store
from conglang.tools.media.models import Document


class NumberTaken(ValidationError):
    """The register has the number already, in `existing`."""

    def __init__(self, existing: OfficialDocument) -> None:
        super().__init__({"code": _("The register has a document with this number already.")})
        self.existing = existing


@transaction.atomic
def write_document(
    *,
    by: Actor,
    unit_id: int,
    values: Mapping[str, Any],
    files: Sequence[Document] = (),
    reading: Mapping[str, Any] | None = None,
    now: datetime,
    uid: UUID | None = None,
) -> OfficialDocument:
    """Store a draft with its first revision; `values` are fields by name, `files` have the signed one first.

    `reading` is what was read from a file and waits for somebody to confirm it. `uid` names the form that was
    sent: sent twice, it gives the document of the first time. Raises Forbidden, NumberTaken, ValidationError.
    """
    by = require(by, WRITE, unit_id)
    known: OfficialDocument | None = (
        OfficialDocument.objects.filter(uid=uid, unit=unit_id).first() if uid else None
    )
    if known is not None:
        return known
    row = OfficialDocument(uid=uid or uuid7(), unit_id=unit_id, reading=dict(reading or {}), **values)
    _give_files(row, files)
    _note_closing(row, by)
    _check(row)
    revision = store(row, by=by)
    record("documents.document_entered", row, by=by, now=now, revision=revision.pk)
    keep_clock(document_id=row.pk, now=now, person_id=by.user_id)
    return row


@transaction.atomic
def edit_document(
    *,
    by: Actor,
    document: OfficialDocument,
    expected_version: str,
    values: Mapping[str, Any],
    files: Sequence[Document],
    now: datetime,
) -> OfficialDocument:
    """Store a new revision and confirm what was read from the file; what is public stays as it was approved.

    The same values change nothing. `expected_version` is `version` of what the person had before them.
    Raises NotFound, Forbidden, Conflict, NumberTaken, ValidationError.
    """
    row: OfficialDocument | None = OfficialDocument.objects.select_for_update().filter(pk=document.pk).first()
    if row is None:
        raise NotFound
    by = require(by, WRITE, row)
    newest: OfficialDocument = row.get_latest_revision_as_object()
    changed = [name for name, value in values.items() if getattr(newest, name) != value]
    if [file.pk for file in files] != [file.pk for file in newest.documents]:
        changed.append("files")
    if not changed and not row.reading:
        return row
    if expected_version != row.version:
        raise Conflict
    confirmed = sorted(row.reading)
    for name in changed:
        if name != "files":
            setattr(newest, name, values[name])
    if "files" in changed:
        _give_files(newest, files)
    newest.reading = {}
    _note_closing(newest, by, is_new=bool({"disclosure", "disclosure_ground"} & set(changed)))
    _check(newest)
    if row.live:
        OfficialDocument.objects.filter(pk=row.pk).update(reading={}, is_day_open=False)
    revision = store(newest, by=by, row=row)
    record(
        "documents.document_edited", row, by=by, now=now, revision=revision.pk, fields=sorted(changed),
        confirmed=confirmed,
    )  # fmt: skip
    keep_clock(document_id=row.pk, now=now, person_id=by.user_id)
    return newest


def _give_files(document: OfficialDocument, files: Sequence[Document]) -> None:
    if any(file.unit_id != document.unit_id for file in files):
        raise ValidationError({"files": _("This belongs to another unit.")})
    document.documents = list(files)


def _note_closing(document: OfficialDocument, by: Actor, *, is_new: bool = True) -> None:
    """Who says that it is not to be published; a second person's word counts for their version only."""
    document.closing_confirmed_by = document.closing_confirmed_at = None
    if document.disclosure != Disclosure.CLOSED:
        document.closed_by = None
    elif is_new or document.closed_by_id is None:
        document.closed_by_id = by.user_id


def _check(document: OfficialDocument) -> None:
    document.full_clean(validate_constraints=False)
    existing = same_number(document)
    if existing is not None:
        raise NumberTaken(existing)
    document.validate_constraints()
