"""Box out faces and plates of a photo: a copy of it takes its place where the public looks."""

from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.base.ledger.audit import record
from conglang.citizens.cases.covering import MOST_BOXES, Box, covered
from conglang.citizens.cases.files import Prepared, keep
from conglang.citizens.cases.models import Attachment, Case, Kind
from conglang.citizens.cases.permissions import HANDLE
from conglang.citizens.cases.queries import copy_of, works_on
from conglang.citizens.cases.services.found import lock
from conglang.citizens.cases.services.wipe import remove


@transaction.atomic
def cover(*, by: Actor, photo_id: int, boxes: Sequence[Box], now: datetime) -> Attachment | None:
    """Make the copy of a photo with these boxes, or none without any; the same boxes change nothing.

    Where the photo was proposed for the site the copy is proposed in its place. Raises NotFound, Forbidden,
    and ValidationError for boxes outside the picture and while the photo is public.
    """
    photo: Attachment | None = Attachment.objects.filter(pk=photo_id, kind=Kind.PHOTO, boxes=[]).first()
    if photo is None:
        raise NotFound
    case = lock(photo.case_id)
    by = require(by, HANDLE, case)
    if not works_on(by, case, now):
        raise Forbidden
    wanted = sorted(set(boxes))
    if len(wanted) > MOST_BOXES or not all(box.fits for box in wanted):
        raise ValidationError(_("A box lies outside the picture."))
    known = copy_of(photo)
    if [list(astuple(box)) for box in wanted] == (known.boxes if known else []):
        return known
    shown = {row for row in (photo, known) if row is not None and row.shows_on_site}
    if case.is_public and shown:
        raise ValidationError(_("It is public as it is. Take it off the site first."))
    if known is not None:
        remove(known)
    made = _copy(case, photo, wanted) if wanted else None
    if shown:
        photo.shows_on_site = False
        photo.save(update_fields=["shows_on_site"])
    if made is not None:
        made.shows_on_site = bool(shown)
        made.save()
    record("cases.photo_covered", case, by=by, now=now, boxes=len(wanted))
    return made


def _copy(case: Case, photo: Attachment, boxes: Sequence[Box]) -> Attachment:
    with photo.file.open("rb") as file:
        data = covered(file.read(), boxes)
    row = keep(case, Prepared(photo.label, Kind.PHOTO, photo.extension, data))
    row.original, row.boxes = photo, [list(astuple(box)) for box in boxes]
    return row
