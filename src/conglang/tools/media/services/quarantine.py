"""Keep a file from everybody but those who watch over what must not be known."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.tools.media.models import Document
from conglang.tools.media.services.expose import public_names, show_files
from conglang.tools.media.storage import hide


@transaction.atomic
def quarantine(*, document: Document, by: Actor, now: datetime) -> None:
    """From now on only keepers open the file, and nobody in public; a repeated call changes nothing."""
    rows = Document.objects.filter(pk=document.pk, is_quarantined=False)
    if rows.update(is_quarantined=True):
        document.is_quarantined = True
        transaction.on_commit(lambda: hide(*(public for _private, public in public_names(document))))
        record("media.quarantined", document, by=by, now=now, sha256=document.file_sha256)


@transaction.atomic
def release(*, document: Document, by: Actor, now: datetime) -> None:
    """Let those open the file again who could before; a repeated call changes nothing.

    Whoever calls has asked whether the person may decide that.
    """
    rows = Document.objects.filter(pk=document.pk, is_quarantined=True)
    if rows.update(is_quarantined=False):
        document.is_quarantined = False
        if document.exposures.exists():
            transaction.on_commit(lambda: show_files(document))
        record("media.released", document, by=by, now=now, sha256=document.file_sha256)
