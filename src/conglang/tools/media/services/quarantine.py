"""Keep a file from everybody but those who watch over what must not be known."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.tools.media.models import Document


@transaction.atomic
def quarantine(*, document: Document, by: Actor, now: datetime) -> None:
    """From now on only keepers open the file; a repeated call changes nothing."""
    rows = Document.objects.filter(pk=document.pk, is_quarantined=False)
    if rows.update(is_quarantined=True):
        document.is_quarantined = True
        record("media.quarantined", document, by=by, now=now, sha256=document.file_sha256)
