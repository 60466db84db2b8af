"""Destroy what is personal of a case; part of services. Masked copy, answer and history stay."""

from collections.abc import Iterable
from datetime import datetime

from conglang.base.units.scope import everything
from conglang.citizens.cases.models import Attachment, Case
from conglang.citizens.cases.redacting import MASK
from conglang.tools.media.models import Document


def wipe(case: Case, now: datetime) -> None:
    """Put the mask in place of the original words, and remove files that are not public."""
    case.text, case.erased_at = MASK, now
    case.lat = case.lon = None
    case.details = {}
    case.save(update_fields=["text", "erased_at", "lat", "lon", "details"])
    case.questions.exclude(reply="").update(reply=MASK)
    remove_hidden(case, case.attachments.all())


def remove_hidden(case: Case, files: Iterable[Attachment]) -> None:
    """Remove those of the files that the public does not see."""
    for each in files:
        if not (case.is_public and each.shows_on_site):
            remove(each)


def remove(attachment: Attachment) -> None:
    """Remove a file; its bytes as well, unless another row keeps the same ones."""
    name, sha256 = str(attachment.file.name), attachment.sha256
    storage = attachment.file.storage
    attachment.delete()
    with everything("bytes are shared by their content"):
        is_kept = (
            Attachment.objects.filter(file=name).exists()
            or Document.objects.filter(file_sha256=sha256, unit=attachment.unit_id).exists()
        )
    if not is_kept:
        storage.delete(name)
