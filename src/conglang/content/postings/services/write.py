"""Enter a posting, or change its newest version. Nothing of either is public."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.content.postings.models import Posting
from conglang.content.postings.permissions import WRITE
from conglang.content.postings.queries import least_days
from conglang.content.postings.rules import earliest_end
from conglang.kernel.ids import uuid7
from conglang.tools.approval.versions import Conflict, store
from conglang.tools.media.models import Document


@transaction.atomic
def write_posting(
    *,
    by: Actor,
    unit_id: int,
    values: Mapping[str, Any],
    files: Sequence[Document] = (),
    now: datetime,
    uid: UUID | None = None,
) -> Posting:
    """Store a draft with its first revision; `values` are fields by name.

    `uid` names the form that was sent: sent twice, it gives the posting of the first time. Raises Forbidden,
    and ValidationError, also for a last day that the law does not allow.
    """
    by = require(by, WRITE, unit_id)
    known: Posting | None = Posting.objects.filter(uid=uid, unit=unit_id).first() if uid else None
    if known is not None:
        return known
    row = Posting(uid=uid or uuid7(), unit_id=unit_id, **values)
    _give_files(row, files)
    _check(row)
    revision = store(row, by=by)
    record("postings.posting_entered", row, by=by, now=now, revision=revision.pk)
    return row


@transaction.atomic
def edit_posting(
    *,
    by: Actor,
    posting: Posting,
    expected_version: str,
    values: Mapping[str, Any],
    files: Sequence[Document],
    now: datetime,
) -> Posting:
    """Store a new revision; what is public stays as it was approved. The same values change nothing.

    `expected_version` is `version` of what the person had before them. Raises NotFound, Forbidden, Conflict,
    ValidationError.
    """
    row: Posting | None = Posting.objects.select_for_update().filter(pk=posting.pk).first()
    if row is None:
        raise NotFound
    by = require(by, WRITE, row)
    newest: Posting = row.get_latest_revision_as_object()
    changed = [name for name, value in values.items() if getattr(newest, name) != value]
    if [file.pk for file in files] != [file.pk for file in newest.documents]:
        changed.append("files")
    if not changed:
        return row
    if expected_version != row.version:
        raise Conflict
    for name in changed:
        if name != "files":
            setattr(newest, name, values[name])
    if "files" in changed:
        _give_files(newest, files)
    _check(newest)
    revision = store(newest, by=by, row=row)
    record("postings.posting_edited", row, by=by, now=now, revision=revision.pk, fields=sorted(changed))
    return newest


def _give_files(posting: Posting, files: Sequence[Document]) -> None:
    if any(file.unit_id != posting.unit_id for file in files):
        raise ValidationError({"files": _("This belongs to another unit.")})
    posting.documents = list(files)


def _check(posting: Posting) -> None:
    posting.full_clean(validate_constraints=False)
    posting.validate_constraints()
    if posting.ends_on is None:
        return
    least = least_days(posting.unit, posting.sort, posting.starts_on)
    if least is not None and posting.ends_on < earliest_end(posting.starts_on, least.days):
        words = _("It hangs at least %(days)s days, until %(day)s or longer (%(basis)s).") % {
            "days": least.days,
            "day": f"{earliest_end(posting.starts_on, least.days):%d/%m/%Y}",
            "basis": least.basis,
        }
        raise ValidationError({"ends_on": words})
