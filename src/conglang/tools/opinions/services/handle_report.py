"""Close a report about a page."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.kernel.text import nfc
from conglang.tools.opinions.models import PageReport
from conglang.tools.opinions.permissions import HANDLE
from conglang.tools.opinions.rules import NOTE_LENGTH


@transaction.atomic
def handle_report(*, report_id: int, note: str, by: Actor, now: datetime) -> PageReport:
    """Note what was done. How to reach the reader is forgotten: nobody needs it any more.

    A repeated call changes nothing. Raises NotFound, Forbidden.
    """
    report: PageReport | None = PageReport.objects.select_for_update().filter(pk=report_id).first()
    if report is None:
        raise NotFound
    by = require(by, HANDLE, report)
    if report.handled_at is not None:
        return report
    report.handled_at = now
    report.handled_by_id = by.user_id
    report.note = nfc(note).strip()[:NOTE_LENGTH]
    report.contact = ""
    report.save()
    record("opinions.report_handled", report, by=by, now=now, path=report.path)
    return report
