"""Make a draft of a file that was brought in, or say why there is none."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.units.scope import everything, use_scope
from conglang.content.documents.intake import Content, content_of
from conglang.content.documents.models import IN_WORK, DroppedFile, FileState
from conglang.content.documents.permissions import WRITE
from conglang.content.documents.queries import same_file
from conglang.content.documents.services.receive import draft_of, papers_of
from conglang.content.documents.services.write import NumberTaken
from conglang.tools.guards.examination import Examination, Report
from conglang.tools.guards.rules import PERSONAL
from conglang.tools.guards.services.inspect_file import inspect_file
from conglang.tools.guards.services.stop_item import Subject, stop_item
from conglang.tools.media import word97
from conglang.tools.media.models import Document
from conglang.tools.media.services.quarantine import quarantine

MOST_ATTEMPTS = 3  # a file that kills its reader is left out then


def read_dropped(*, file_id: int, now: datetime) -> None:
    """Read the file as the person who brought it in; what was done already is not done again.

    Pages that are pictures are read by another task; the file waits for it. Runs in the queue.
    """
    with everything("the file tells who acts, and so the scope"):
        row: Any = (
            DroppedFile.objects.select_related("drop__by", "stored", "unit")
            .filter(pk=file_id, state__in=IN_WORK, stored__isnull=False)
            .first()
        )
        if row is None:
            return
        by = (
            actor_for(row.drop.by, row.drop.acting_unit_id, now) if row.drop.by else Actor.system("documents")
        )
        DroppedFile.objects.filter(pk=row.pk).update(attempts=row.attempts + 1)
        if not by.may(WRITE, row.unit_id):
            _end(row, FileState.REFUSED, _("Whoever brought the file in may not enter documents any more."))
            return
    with use_scope(by.scope):
        if row.attempts >= MOST_ATTEMPTS and row.state == FileState.WAITING:
            _end(row, FileState.REFUSED, _("The file could not be read. Please enter it by hand."))
        else:
            _read(row, row.stored, by, now)


def _read(row: DroppedFile, stored: Document, by: Actor, now: datetime) -> None:
    path = Path(settings.PRIVATE_ROOT, str(stored.file.name))
    try:
        content = content_of(path, stored, now)
    except word97.NotInstalled:
        reason = _("Old Word files (.doc) cannot be read here. Please save it as .docx or PDF.")
        _end(row, FileState.REFUSED, reason)
        return
    if content.waits:
        _end(row, FileState.PAGES)
        return
    report = inspect_file(document=stored, reading=content.reading).as_report()
    row.personal = sum(finding.kind in PERSONAL for finding in report.findings)
    if _is_stopped(row, stored, report, by, now):
        return
    known = same_file(row.unit_id, row.sha256)
    files = [] if known else papers_of(stored, by, now)
    with transaction.atomic():
        _make_draft(row, files, content, by, now)


def _is_stopped(row: DroppedFile, stored: Document, report: Report, by: Actor, now: datetime) -> bool:
    """Whether the file must not even become a draft; it is locked away then, and its keepers are told."""
    examination = Examination()
    examination.add(row.name, report, is_public=False)
    if not examination.stopping:
        return False
    label = row._meta.label_lower
    subject = Subject(label, row.pk, row.unit_id, row.sha256, f"{_('File name')}: {row.name}"[:255])
    with transaction.atomic():
        quarantine(document=stored, by=by, now=now)
        stop_item(subject=subject, examination=examination, by=by, now=now)
        _end(
            row, FileState.STOPPED, _("It bears a secrecy mark or a harmful program. Your keepers were told.")
        )
    return True


def _make_draft(
    row: DroppedFile, files: Sequence[Document], content: Content, by: Actor, now: datetime
) -> None:
    row.document = same_file(row.unit_id, row.sha256)
    if row.document is not None:
        _end(row, FileState.KNOWN)
        return
    try:
        with transaction.atomic():
            row.document = draft_of(by=by, files=files, content=content, now=now)
    except NumberTaken as taken:
        row.document = taken.existing
        _end(row, FileState.KNOWN)
    except ValidationError as refused:
        _end(row, FileState.REFUSED, " ".join(refused.messages))
    else:
        nothing = _("No text could be read; please fill in all parts yourself.")
        _end(row, FileState.DRAFT, "" if content.text.strip() else nothing)


def _end(row: DroppedFile, state: FileState, note: str = "") -> None:
    row.state, row.note = state, note[:300]
    row.save(update_fields=["state", "note", "document", "personal"])
