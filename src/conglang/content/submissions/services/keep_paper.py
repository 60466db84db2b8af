"""Record that the signed paper of a submission has come."""

from datetime import date, datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.content.submissions.models import PaperReceipt
from conglang.content.submissions.services.found import lock_for_desk
from conglang.kernel.clock import local_day
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_document


@transaction.atomic
def keep_paper(
    *, by: Actor, submission_id: int, received_on: date, scan: IO[bytes] | None, now: datetime
) -> PaperReceipt:
    """Who had the signed paper in hand, on which day, with its scan; the first receipt stays.

    Raises NotFound, Forbidden, and ValidationError for a day to come or a scan that cannot be kept.
    """
    row, by = lock_for_desk(by, submission_id)
    known: PaperReceipt | None = PaperReceipt.objects.filter(submission=row).first()
    if known is not None:
        return known
    if received_on > local_day(now):
        raise ValidationError({"received_on": _("This day has not come yet.")})
    document = None
    if scan is not None:
        try:
            document = store_document(
                by=by, unit_id=row.unit_id, file=scan, title=row.title, now=now, as_paper=True
            )
        except Unacceptable as refusal:
            raise ValidationError({"scan": str(refusal.reason.label)}) from None
    receipt: PaperReceipt = PaperReceipt.objects.create(
        unit_id=row.unit_id, submission=row, received_on=received_on, scan=document, by_id=by.user_id, at=now
    )
    sha256 = document.file_sha256 if document else ""
    record("submissions.paper_received", row, by=by, now=now, on=received_on, sha256=sha256)
    return receipt
