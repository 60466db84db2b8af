"""What happens in the village to attached files: their signatures are judged, and judged anew."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from conglang.base.units.scope import everything
from conglang.content.newsroom.tests.conftest import Commune
from conglang.tools.guards.examination import Report as GuardReport
from conglang.tools.guards.models import Inspection
from conglang.tools.guards.rules import VERSION
from conglang.tools.media.models import Document
from conglang.tools.signing.checking import Checker
from conglang.tools.signing.models import AnchorKind, TrustAnchor
from conglang.tools.signing.rules import Chain, Content, Report, Signature, Trouble, TrustAnchors
from conglang.tools.signing.services.verify_document import verify_document


class QuickChecker(Checker):
    """Finds what it is told to find, without reading the file."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def check(self, _data: bytes, _trust: TrustAnchors, _at: datetime) -> Report:
        return self._report


class FileDeeds:
    """Deeds about files; each returns what to note of it."""

    random: random.Random
    now: datetime
    units: dict[str, Commune]
    files: list[Document]
    _title: Callable[[], str]

    def settle_files(self) -> None:
        """A PDF for each unit, which the guards have read already."""
        with everything("tests"):
            self.files = [self._file(place) for place in self.units.values()]

    def judge_file(self) -> str:
        """Other certificates are trusted, so a file is judged anew."""
        file, name = self.random.choice(self.files), f"{self.random.getrandbits(256):064x}"
        signature = Signature(
            "Ky1", self.random.choice(list(Content)), self.random.choice(list(Chain)), signer=self._title()
        )
        report = self.random.choice([Report((signature,)), Report(), Report(trouble=Trouble.BROKEN)])
        with everything("tests"):
            TrustAnchor.objects.create(
                unit=self.units["province"].unit, kind=AnchorKind.ROOT, certificate=name.encode(),
                fingerprint=name, subject=name, issuer=name, source=name, valid_from=self.now,
                valid_to=self.now + timedelta(days=9), proposed_at=self.now, confirmed_at=self.now,
            )  # fmt: skip
        verify_document(document_id=file.pk, now=self.now, checker=QuickChecker(report))
        return str(file)

    def attachments(self, place: Commune) -> list[dict[str, Any]]:
        """Blocks with the unit's file, or none."""
        own = [file for file in self.files if file.unit_id == place.unit.pk and self.random.random() < 0.6]
        return [{"type": "attachment", "value": {"document": file.pk}, "id": "tep"} for file in own]

    def _file(self, place: Commune) -> Document:
        data = f"%PDF-1.7 {place.unit.code}".encode()
        row = Document(
            unit=place.unit, title=f"Tệp {place.unit.name}", extension="pdf", file_size=len(data),
            file=ContentFile(data, "tep.pdf"),
        )  # fmt: skip
        row.save()
        Inspection.objects.create(
            unit=place.unit, sha256=row.file_sha256, version=VERSION, report=GuardReport().as_data(),
            is_scanned=False, at=self.now,
        )  # fmt: skip
        return row
