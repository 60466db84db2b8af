"""Find out about the signatures of a stored file."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.units.scope import everything
from conglang.tools.media.models import Document
from conglang.tools.signing.checking import Checker
from conglang.tools.signing.models import Verification
from conglang.tools.signing.queries import anchors_for, verification_of

SYSTEM = Actor.system("signing")


def verify_document(
    *, document_id: int, now: datetime, checker: Checker | None = None
) -> Verification | None:
    """Judge a stored PDF by the anchors of its unit and keep the report; nothing for other files.

    Judged already with the same anchors, it is not judged again. Whoever judges many passes one `checker`.
    """
    with everything("signatures are verified by the installation for all units"):
        document: Document | None = (
            Document.objects.filter(pk=document_id, extension="pdf").select_related("unit").first()
        )
        if document is None:
            return None
        trust = anchors_for(document.unit)
        known = verification_of(document)
        if known is not None and known.anchors == trust.fingerprint:
            return known
        with document.file.open("rb") as file:
            data = file.read()
        # outside of a transaction: others write meanwhile
        if checker is not None:
            report = checker.check(data, trust, now)
        else:
            with Checker() as own:
                report = own.check(data, trust, now)
        found = {
            "unit_id": document.unit_id,
            "file_sha256": document.file_sha256,
            "anchors": trust.fingerprint,
            "report": report.plain(),
            "is_valid": report.is_valid,
            "verified_at": now,
        }
        with transaction.atomic():
            row: Verification
            row, _made = Verification.objects.update_or_create(document_id=document.pk, defaults=found)
            record(
                "signing.verified", row, by=SYSTEM, now=now, sha256=document.file_sha256,
                signatures=len(report.signatures), valid=report.is_valid,
            )  # fmt: skip
        return row
