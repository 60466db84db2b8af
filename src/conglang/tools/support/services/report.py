"""Say what is difficult."""

from datetime import datetime
from typing import IO
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, require
from conglang.base.duties.queries import calendar_of, chain_of
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.kernel.text import nfc
from conglang.tools.media.rules import check_picture
from conglang.tools.media.storage import sha256_of
from conglang.tools.support.models import TEXT_LENGTH, Difficulty
from conglang.tools.support.permissions import REPORT
from conglang.tools.support.rules import due_after

SCREEN_LENGTH = 300


@transaction.atomic
def report(
    *,
    by: Actor,
    unit_id: int,
    uid: UUID,
    text: str,
    now: datetime,
    screen: str = "",
    picture: IO[bytes] | None = None,
) -> Difficulty:
    """Lay it before the unit's administrator; the same `uid` again gives the first one.

    Raises Forbidden, and Unacceptable for a picture that cannot be decoded safely.
    """
    by = require(by, REPORT, unit_id)
    if by.user_id is None:
        raise Forbidden
    known: Difficulty | None = Difficulty.objects.filter(unit=unit_id, uid=uid).first()
    if known is not None:
        if known.by_id != by.user_id:
            raise Forbidden
        return known
    unit = Unit.objects.get(pk=unit_id)
    row = Difficulty(
        unit_id=unit_id, uid=uid, by_id=by.user_id, at=now, text=nfc(text).strip()[:TEXT_LENGTH],
        screen=nfc(screen)[:SCREEN_LENGTH], due_on=due_after(now, calendar_of(chain_of(unit))),
    )  # fmt: skip
    if picture is not None:
        kind = check_picture(picture, picture.seek(0, 2))
        row.picture_sha256, row.picture_extension = sha256_of(picture), kind.extension
        picture.seek(0)
        row.picture = File(picture, name=f"anh.{kind.extension}")
    row.save()
    record("support.reported", row, by=by, now=now)
    return row
