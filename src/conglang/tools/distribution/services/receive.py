"""What a unit does with an item from above: say something under it, or do without it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.kernel.text import one_line
from conglang.tools.approval.versions import store
from conglang.tools.distribution.models import Line, LocalRemark
from conglang.tools.distribution.permissions import REFUSE, REMARK
from conglang.tools.distribution.queries import may_be_refused, received, remark_on
from conglang.tools.distribution.rules import REASON_LENGTH
from conglang.tools.distribution.services.follow import turn


@transaction.atomic
def refuse(*, by: Actor, line_id: int, reason: str, now: datetime) -> Line:
    """Take an item from above off the own site; a repeated call changes nothing.

    Raises NotFound, Forbidden, and ValidationError without a reason and where the layout does not allow it.
    """
    line = _lock(line_id)
    by = require(by, REFUSE, line)
    if line.refused_at is not None:
        return line
    if not may_be_refused(line):
        raise ValidationError(_("The province has fixed this section: your site has to show the item."))
    reason = one_line(reason)[:REASON_LENGTH]
    if not reason:
        raise ValidationError(_("Please say why. The unit that sent the item reads it."))
    line.refused_at, line.refused_by_id, line.refusal = now, by.user_id, reason
    turn(line, now)
    record("distribution.refused", line, by=by, now=now, reason=reason)
    return line


@transaction.atomic
def take(*, by: Actor, line_id: int, now: datetime) -> Line:
    """Show after all what was refused; a repeated call changes nothing. Raises NotFound, Forbidden."""
    line = _lock(line_id)
    by = require(by, REFUSE, line)
    if line.refused_at is None:
        return line
    line.refused_at, line.refused_by, line.refusal = None, None, ""
    turn(line, now)
    record("distribution.taken", line, by=by, now=now)
    return line


@transaction.atomic
def write_remark(
    *, by: Actor, line_id: int, title: str, text: str, expected_version: int | None, now: datetime
) -> LocalRemark:
    """Store a draft of the remark, or its next version; what is public stays as it was approved.

    `title` is the item's. `expected_version` is the key of the newest revision that the person had before
    them, None for the first one. The same text changes nothing. Raises NotFound, Forbidden, ValidationError.
    """
    line = _lock(line_id)
    by = require(by, REMARK, line)
    row = remark_on(line)
    remark = row.get_latest_revision_as_object() if row else LocalRemark(unit_id=line.unit_id, line=line)
    before = remark.text
    remark.text, remark.title = text, remark.title or title[:255]
    remark.full_clean(exclude=["unit", "line"], validate_unique=row is None)
    if row is not None and remark.text == before:
        return row
    if row is not None and row.latest_revision_id != expected_version:
        raise ValidationError(
            _("Somebody else saved this meanwhile. Open it again, so that nothing is lost.")
        )
    revision = store(remark, by=by, row=row)
    record("distribution.remark_written", remark, by=by, now=now, revision=revision.pk)
    return remark


def _lock(line_id: int) -> Line:
    line: Line | None = Line.objects.select_for_update(of=("self",)).filter(pk=line_id).first()
    if line is None or not received(line.unit_id).filter(pk=line.pk).exists():
        raise NotFound
    return line
