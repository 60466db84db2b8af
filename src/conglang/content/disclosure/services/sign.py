"""Draw up a list, a plan or a report, and approve it: two people, as everything that leaves the desk."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.content.disclosure.lists import lines_of
from conglang.content.disclosure.models import Paper, PaperKind
from conglang.content.disclosure.permissions import APPROVE, ENTER
from conglang.content.disclosure.queries import headings
from conglang.content.disclosure.rules import Cycle, FileKind, Period
from conglang.content.disclosure.services.enter import Subject, enter
from conglang.content.disclosure.wording import period_words
from conglang.kernel.clock import local_day

HEADINGS = {PaperKind.LIST: "disclosure_list", PaperKind.PLAN: "disclosure_plan"}
LENGTHS = {PaperKind.LIST: Cycle.QUARTER, PaperKind.PLAN: Cycle.YEAR, PaperKind.REPORT: Cycle.YEAR}


@transaction.atomic
def draw_up(*, by: Actor, unit_id: int, kind: PaperKind, period: Period, now: datetime) -> Paper:
    """Take the lines as they are now; one that is not approved takes the newest, an approved one stays.

    Raises NotFound, Forbidden, and ValidationError for a wrong period or one that has not begun.
    """
    by = require(by, ENTER, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if period.cycle is not LENGTHS[kind]:
        raise ValidationError({"period": _("This heading asks for another kind of period.")})
    if kind is not PaperKind.PLAN and period.first > local_day(now):
        raise ValidationError({"period": _("This period has not begun yet.")})
    row: Paper | None = Paper.objects.filter(unit=unit, kind=kind, period=period.key).first()
    if row is not None and row.approved_at is not None:
        return row
    row = row or Paper(unit=unit, kind=kind, period=period.key)
    row.lines = lines_of(unit, kind, period)
    row.drawn_by_id, row.drawn_name, row.drawn_at = by.user_id, by.name[:200], now
    row.save()
    lines = len(row.lines)
    record("disclosure.paper_drawn_up", row, by=by, now=now, kind=kind, period=row.period, lines=lines)
    return row


@transaction.atomic
def approve_paper(*, by: Actor, paper_id: int, drawn_at: datetime, now: datetime) -> Paper:
    """Approve what somebody else drew up, as it was at `drawn_at`; an approved one stays as it is.

    A list of a quarter is public from then on, which fulfils its duty. Raises NotFound, Forbidden, and
    ValidationError for one's own paper, one that was drawn up anew meanwhile, and a quarter that is not over.
    """
    row: Paper | None = Paper.objects.select_for_update(of=("self",)).filter(pk=paper_id).first()
    if row is None:
        raise NotFound
    by = require(by, APPROVE, row)
    if row.approved_at is not None:
        return row
    if row.drawn_by_id is not None and row.drawn_by_id == by.user_id:
        raise ValidationError(_("Another person approves what you drew up."))
    if row.drawn_at != drawn_at:
        raise ValidationError(_("It was drawn up anew meanwhile. Please read it once more."))
    row.approved_by_id, row.approved_name, row.approved_at = by.user_id, by.name[:200], now
    row.save(update_fields=["approved_by", "approved_name", "approved_at"])
    record("disclosure.paper_approved", row, by=by, now=now, kind=row.kind, period=row.period)
    if row.kind == PaperKind.LIST:
        _make_public(row, by, now)
    return row


def _make_public(row: Paper, by: Actor, now: datetime) -> None:
    """The list stands in the catalogue itself."""
    key = HEADINGS[PaperKind.LIST]
    if key not in headings(row.unit, local_day(now)):
        return
    title = f"{row.get_kind_display()} – {period_words(row.span)}"
    subject = Subject(row, title, path=row.get_absolute_url())
    publisher = Actor.system(by.name)
    enter(
        by=publisher, unit_id=row.unit_id, heading=key, subject=subject, made_on=local_day(row.drawn_at),
        files=[FileKind.PAGE], period=row.span, public_at=now, now=now,
    )  # fmt: skip
