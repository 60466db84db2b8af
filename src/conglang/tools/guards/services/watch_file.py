"""Look at a stored file before anybody uses it, and lock it away if nobody may see it."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.units.scope import everything
from conglang.tools.guards.examination import Examination
from conglang.tools.guards.rules import STOPPING
from conglang.tools.guards.services.inspect_file import inspect_file
from conglang.tools.guards.services.stop_item import Subject, stop_item
from conglang.tools.media.models import Document, Image
from conglang.tools.media.services.quarantine import quarantine

SYSTEM = Actor.system("guards")


def watch_picture(*, image_id: int, now: datetime) -> bool:
    """Whether the picture bears no mark; its keepers are told of one, and no item with it becomes public."""
    with everything("pictures of all units are looked at by the installation"):
        image: Image | None = Image.objects.filter(pk=image_id).first()
        if image is None:
            return False
        examination = Examination()
        examination.add(image.title, inspect_file(document=image).as_report(), is_public=False)
        if examination.stopping:
            stop_item(subject=_subject(image), examination=examination, by=SYSTEM, now=now)
        return not examination.stopping


def watch_file(*, document_id: int, now: datetime) -> bool:
    """Whether the file may be used. Takes up to a minute, so call it outside of transactions."""
    with everything("files of all units are looked at by the installation"):
        document: Document | None = Document.objects.filter(pk=document_id).first()
        if document is None or document.is_quarantined:  # those who keep watch know of it
            return False
        report = inspect_file(document=document).as_report()
        if not any(finding.kind in STOPPING for finding in report.findings):
            return True
        examination = Examination()
        examination.add(document.title, report, is_public=False)
        with transaction.atomic():
            quarantine(document=document, by=SYSTEM, now=now)
            stop_item(subject=_subject(document), examination=examination, by=SYSTEM, now=now)
        return False


def _subject(file: Document | Image) -> Subject:
    label, sha256 = file._meta.label_lower, file.file_sha256
    return Subject(label, file.pk, file.unit_id, sha256, file.title, (sha256,))
