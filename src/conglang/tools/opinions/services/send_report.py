"""Tell a unit that something on one of its pages is wrong."""

from datetime import datetime, timedelta

from django.db import transaction

from conglang.base.units.scope import Scope, use_scope
from conglang.kernel.text import nfc, one_line
from conglang.tools.opinions.models import PageReport
from conglang.tools.opinions.rules import (
    CONTACT_LENGTH,
    REPORT_LENGTH,
    REPORTS_A_DAY,
    REPORTS_OF_PAGE,
    REPORTS_OF_SITE,
    ReadPage,
    TooMany,
    a_minute_before,
)


@transaction.atomic
def send_report(*, page: ReadPage, text: str, contact: str, now: datetime) -> PageReport:
    """The report, on the list of the unit's desk; the same said twice by one reader is one.

    Raises TooMany while the page or its site gets more than people send.
    """
    unit = frozenset({page.unit_id})
    with use_scope(Scope(acting=page.unit_id, readable=unit, writable=unit)):
        text = nfc(text).strip()[:REPORT_LENGTH]
        rows = PageReport.objects.filter(unit=page.unit_id)
        contact = one_line(contact)[:CONTACT_LENGTH]
        same = rows.filter(page_uid=page.uid, text=text, contact=contact, handled_at=None)
        known: PageReport | None = same.first()
        if known is not None:
            return known
        now_rows = rows.filter(received_at__gt=a_minute_before(now))
        if (
            now_rows.filter(page_uid=page.uid).count() >= REPORTS_OF_PAGE
            or now_rows.count() >= REPORTS_OF_SITE
            or rows.filter(received_at__gt=now - timedelta(days=1)).count() >= REPORTS_A_DAY
        ):
            raise TooMany
        report = PageReport(
            unit_id=page.unit_id,
            page_uid=page.uid,
            path=page.path,
            title=page.title,
            text=text,
            contact=contact,
            received_at=now,
        )
        report.save()
        return report
