"""Enter an item of the budget, or change its newest version. Nothing of either is public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.content.budgets.models import BudgetItem
from conglang.content.budgets.permissions import WRITE
from conglang.content.budgets.reading import MOST_BYTES, read_tables
from conglang.kernel.ids import uuid7
from conglang.tools.approval.versions import Conflict, store
from conglang.tools.media.rules import Unacceptable, check_document
from conglang.tools.media.services.store import store_document


@dataclass(frozen=True)
class Files:
    """Files that were sent; one that was not leaves what there is."""

    signed: IO[bytes] | None = None
    sheet: IO[bytes] | None = None


@transaction.atomic
def write_item(
    *,
    by: Actor,
    unit_id: int,
    values: Mapping[str, Any],
    files: Files,
    now: datetime,
    uid: UUID | None = None,
) -> BudgetItem:
    """Store a draft with its first revision; `values` are fields by name.

    `uid` names the form that was sent: sent twice, it gives the item of the first time. Raises Forbidden,
    ValidationError, and NoTable for a workbook whose figures cannot be taken.
    """
    by = require(by, WRITE, unit_id)
    known: BudgetItem | None = BudgetItem.objects.filter(uid=uid, unit=unit_id).first() if uid else None
    if known is not None:
        return known
    row = BudgetItem(uid=uid or uuid7(), unit_id=unit_id, **values)
    _take(row, files, by, now)
    row.full_clean()
    revision = store(row, by=by)
    record("budgets.item_entered", row, by=by, now=now, revision=revision.pk)
    return row


@transaction.atomic
def edit_item(
    *,
    by: Actor,
    item: BudgetItem,
    expected_version: str,
    values: Mapping[str, Any],
    files: Files,
    now: datetime,
) -> BudgetItem:
    """Store a new revision; what is public stays as it was approved, and the same values change nothing.

    `expected_version` is `version` of what the person had before them. Raises NotFound, Forbidden, Conflict
    and what `write_item` raises.
    """
    row: BudgetItem | None = BudgetItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
    if row is None:
        raise NotFound
    by = require(by, WRITE, row)
    newest: BudgetItem = row.get_latest_revision_as_object()
    changed = [name for name, value in values.items() if getattr(newest, name) != value]
    for name in changed:
        setattr(newest, name, values[name])
    changed += _take(newest, files, by, now)
    if not changed:
        return row
    if expected_version != row.version:
        raise Conflict
    newest.full_clean(validate_unique=False)
    revision = store(newest, by=by, row=row)
    record("budgets.item_edited", row, by=by, now=now, revision=revision.pk, fields=sorted(changed))
    return newest


def _take(row: BudgetItem, files: Files, by: Actor, now: datetime) -> list[str]:
    """Store what was sent and read the figures; names of the fields that changed."""
    changed = []
    if files.signed is not None:
        if _kind(files.signed, "signed_file") != "pdf":
            raise ValidationError({"signed_file": _("Please choose a PDF file.")})
        stored = store_document(by=by, unit_id=row.unit_id, file=files.signed, title=str(row), now=now)
        if stored.pk != row.signed_file_id:
            row.signed_file = stored
            changed.append("signed_file")
    if files.sheet is not None:
        _kind(files.sheet, "sheet_file")
        files.sheet.seek(0)
        tables = [sheet.as_data() for sheet in read_tables(files.sheet.read(MOST_BYTES + 1))]
        stored = store_document(by=by, unit_id=row.unit_id, file=files.sheet, title=str(row), now=now)
        if stored.pk != row.sheet_file_id:
            row.sheet_file, row.tables = stored, tables
            changed += ["sheet_file", "tables"]
    return changed


def _kind(file: IO[bytes], name: str) -> str:
    """The kind of a file. Raises ValidationError for the field when such files are not kept."""
    try:
        return check_document(file, file.seek(0, 2)).extension
    except Unacceptable as refusal:
        raise ValidationError({name: str(refusal.reason.label)}) from None
