"""Write down what was done or seen at a board; times and photos become proofs of the duty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.models import Channel, Duty
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.prove import Proof, add_evidence
from conglang.base.ledger.audit import record
from conglang.content.postings import rules
from conglang.content.postings.models import BoardAct, Posting, Sighting
from conglang.content.postings.permissions import WRITE
from conglang.content.postings.queries import boards, duty_of
from conglang.kernel.text import one_line
from conglang.tools.media.models import Image
from conglang.tools.media.services.store import store_image


@dataclass(frozen=True, slots=True)
class Seen:
    """What happened at a place, when, and who did it; `photo` needs words for those who cannot see it."""

    place: str
    act: rules.Act
    at: datetime
    who: str
    photo: IO[bytes] | None = None
    photo_alt: str = ""
    note: str = ""


@transaction.atomic
def log_sighting(*, by: Actor, posting_id: int, seen: Seen, now: datetime) -> Sighting:
    """Add a line to the log of a posting that was approved; the same line again finds the first one.

    Raises NotFound, Forbidden, Unacceptable for a file that is no picture, and ValidationError for a line
    that does not fit the log of its place: nothing is taken down that does not hang.
    """
    posting = Posting.objects.select_for_update().filter(pk=posting_id).first()
    if posting is None:
        raise NotFound
    by = require(by, WRITE, posting)
    place = one_line(seen.place)
    known: Sighting | None = Sighting.objects.filter(
        posting=posting, place=place, act=seen.act.value, at=seen.at, struck_at=None
    ).first()
    if known is not None:
        return known
    log = list(Sighting.objects.filter(posting=posting, place=place, struck_at=None))
    _check(posting, log, place, seen, now)
    row = Sighting(
        unit_id=posting.unit_id,
        posting=posting,
        place=place,
        act=BoardAct(seen.act.value),
        at=seen.at,
        who=one_line(seen.who),
        photo=_photo(by, posting, seen, now),
        note=one_line(seen.note),
        entered_by_id=by.user_id,
        entered_name=by.name[:200],
        entered_at=now,
    )
    row.full_clean(exclude={"unit", "entered_by"})
    row.save()
    record("postings.board_logged", row, by=by, now=now, posting=posting.pk, place=place, act=row.act)
    duty = duty_of(posting)
    if duty is not None:
        catch_up(by=by, posting=posting, duty=duty, now=now)
    return row


def proofs_of(log: Sequence[Sighting]) -> Iterator[Proof]:
    """What the log of one place proves, line by line."""
    entries = [row.as_entry for row in log]
    for number, row in enumerate(log, 1):
        stretch = rules.stretches(entries[:number])[-1]
        yield Proof(
            Channel.BOARD,
            stretch.begins,
            stretch.ends,
            place=row.place,
            was_there=stretch.was_there,
            sha256=row.photo.file_sha256 if row.photo else "",
            source=row.photo.file.url if row.photo else "",
            note=row.who,
        )


def catch_up(*, by: Actor, posting: Posting, duty: Duty, now: datetime) -> None:
    """Give a duty everything that the logs of its posting prove, and close it when it hung everywhere."""
    for board in boards(posting):
        for proof in proofs_of(board.lines):
            add_evidence(by=by, duty_id=duty.pk, proof=proof, now=now)
    done_at = hung_everywhere(posting)
    if done_at is not None:
        fulfil(by=by, duty_id=duty.pk, now=now, at=max(done_at, duty.started_at))


def hung_everywhere(posting: Posting) -> datetime | None:
    """When it had hung at every place for the first time; None while it has not."""
    rows = Sighting.objects.filter(posting=posting, act=BoardAct.PUT_UP, struck_at=None)
    first: dict[str, datetime] = {}
    for place, at in rows.values_list("place", "at"):
        first.setdefault(place, at)
    if not posting.places or not set(posting.places) <= first.keys():
        return None
    return max(first[place] for place in posting.places)


def _check(posting: Posting, log: Sequence[Sighting], place: str, seen: Seen, now: datetime) -> None:
    if posting.first_published_at is None:
        raise ValidationError(_("Nothing hangs before another person has approved it."))
    if place not in posting.places and not log:
        raise ValidationError({"place": _("This posting does not hang there.")})
    if seen.at > now:
        raise ValidationError({"at": _("Please choose a time that has passed.")})
    entries = [row.as_entry for row in log]
    if not rules.may(entries, seen.act):
        hangs = seen.act is rules.Act.PUT_UP
        words = _("It hangs there already.") if hangs else _("It does not hang there now.")
        raise ValidationError({"act": words})
    if not rules.fits(entries, seen.act, seen.at):
        raise ValidationError({"at": _("This lies before the last line about the place.")})


def _photo(by: Actor, posting: Posting, seen: Seen, now: datetime) -> Image | None:
    if seen.photo is None:
        return None
    alt = one_line(seen.photo_alt)
    if not alt:
        raise ValidationError({"photo_alt": _("Say in one sentence what the photo shows.")})
    title = f"{posting.title[:120]} – {seen.place[:100]}"
    return store_image(by=by, unit_id=posting.unit_id, file=seen.photo, title=title, alt_text=alt, now=now)
