"""Take in a vote from the site. Who took part and what was chosen are two rows without a way between them."""

import contextlib
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.units.scope import use_scope
from conglang.citizens.polls.models import Ballot, Cast, Household, Poll, Way
from conglang.citizens.polls.queries import code_hash, of_voter
from conglang.citizens.polls.rules import State
from conglang.kernel.clock import local_day
from conglang.kernel.codes import InvalidCode, public_code


@transaction.atomic
def vote(
    *,
    unit_id: int,
    poll_id: int,
    choice: int,
    uid: UUID,
    now: datetime,
    code: str = "",
    is_held: bool = False,
) -> Cast:
    """Store a vote and give the receipt. Of a ballot `code` is the household's.

    `uid` names the form: sent twice, it counts once. Nothing of a vote enters the audit trail, whose order
    and times would tell more than anybody may know. Raises ValidationError with what to tell the voter.
    """
    with use_scope(of_voter(unit_id)):
        poll: Poll | None = Poll.objects.select_for_update().filter(pk=poll_id).first()
        if poll is None or poll.standing.state(local_day(now)) is not State.OPEN:
            raise ValidationError(_("Nobody can vote here now."))
        known: Cast | None = Cast.objects.filter(uid=uid, poll=poll).first()
        if known is not None:
            return known
        if not 0 <= choice < len(poll.choices):
            raise ValidationError({"lua_chon": _("Please choose one.")})
        household = _household(poll, code) if poll.is_ballot else None
        cast = Cast(
            unit_id=unit_id, poll=poll, household=household, uid=uid, receipt=receipt(now), way=Way.ONLINE
        )
        cast.save(force_insert=True)
        Ballot(unit_id=unit_id, poll=poll, choice=choice, is_held=is_held and not poll.is_ballot).save(
            force_insert=True
        )
    return cast


def receipt(now: datetime) -> str:
    """A number drawn at random: it shows that a vote was stored, and nothing of what it says."""
    return public_code(f"BP{local_day(now):%y}").compact


def _household(poll: Poll, code: str) -> Household:
    found: Household | None = None
    with contextlib.suppress(InvalidCode):
        found = Household.objects.filter(poll=poll, code_hash=code_hash(poll, code)).first()
    if found is None:
        raise ValidationError({"ma_phieu": _("There is no such code. Please look at your slip once more.")})
    known = Cast.objects.filter(household=found).first()
    if known is not None:
        told = (
            _("Your household has voted on paper already.")
            if known.way == Way.PAPER
            else _("Somebody of your household has voted with this code already.")
        )
        raise ValidationError({"ma_phieu": told})
    return found
