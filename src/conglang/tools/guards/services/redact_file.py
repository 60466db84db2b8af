"""Make a copy of a stored file without personal data. The original stays where it is, and private."""

import subprocess
import sys
from collections.abc import Collection
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.tools.guards.reading import SECONDS
from conglang.tools.guards.rules import PERSONAL, Kind
from conglang.tools.media.models import Document
from conglang.tools.media.services.store import store_document

REDACTABLE = frozenset({"docx", "pdf"})


class Obstacle(TextChoices):
    """Why there is no copy; the label is what the official reads."""

    KIND = "kind", gettext_lazy("Only Word (.docx) and PDF files can be redacted here.")
    UNREAD = (
        "unread",
        gettext_lazy("Parts of this file cannot be read, so no copy was made."),
    )
    NOTHING = "nothing", gettext_lazy("There is nothing of the chosen kinds in this file.")
    LEFT = (
        "left",
        gettext_lazy(
            "The data could not be taken out for certain. Please delete them in the original program and "
            "send the new file."
        ),
    )
    LONG = "long", gettext_lazy("The file is too long to be redacted here.")
    BROKEN = "broken", gettext_lazy("The file could not be opened.")


class NotRedacted(Exception):
    """There is no copy, and nothing was stored."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


def redact_file(*, document_id: int, kinds: Collection[Kind], by: Actor, now: datetime) -> Document:
    """The redacted copy as a file of its own; the same order a second time gives the same file.

    It takes up to a minute, so call it outside of transactions. Raises NotFound, Forbidden, NotRedacted.
    """
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        raise NotFound
    by = require(by, "media.add_file", document)
    if document.extension not in REDACTABLE:
        raise NotRedacted(Obstacle.KIND)
    copy = _copy_of(document, sorted(set(kinds) & PERSONAL))
    title = _("%(title)s (redacted copy)") % {"title": document.title[:200]}
    with transaction.atomic():
        made = store_document(by=by, unit_id=document.unit_id, file=BytesIO(copy), title=title, now=now)
        taken = sorted(str(kind) for kind in kinds)
        record("guards.file_redacted", made, by=by, now=now, original=document.file_sha256, kinds=taken)
    return made


def _copy_of(document: Document, kinds: list[Kind]) -> bytes:
    command = [sys.executable, "-m", "conglang.tools.guards.redaction", document.extension, *kinds]
    try:
        with Path(settings.PRIVATE_ROOT, str(document.file.name)).open("rb") as file:
            child = subprocess.run(command, stdin=file, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise NotRedacted(Obstacle.BROKEN) from error
    if child.returncode:
        said = child.stderr.decode(errors="replace")
        raise NotRedacted(Obstacle(said) if said in Obstacle.values else Obstacle.BROKEN)
    return child.stdout
