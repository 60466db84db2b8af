"""What the booth does: print codes, enter paper ballots, count and publish the ballot file."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.citizens.polls.models import BATCH_LENGTH, Ballot, Cast, Household, Poll, Way
from conglang.citizens.polls.permissions import COUNT
from conglang.citizens.polls.queries import code_hash
from conglang.citizens.polls.rules import INVALID, TAKES_PAPER, State, ballot_file, fingerprint
from conglang.citizens.polls.services.found import lock_poll
from conglang.citizens.polls.services.vote import receipt
from conglang.kernel.clock import local_day
from conglang.kernel.codes import ALPHABET, public_code
from conglang.kernel.text import one_line

_MORE_CHARACTERS = 4  # with the seven of every code 55 random bits: guessing one of 500 is hopeless


@dataclass(frozen=True, slots=True)
class Slip:
    """What is cut out and handed to a household. The code is known here only and nowhere kept."""

    household: Household
    code: str


@dataclass(frozen=True, slots=True)
class Box:
    """Paper ballots of a hamlet: whose numbers were ticked off, and what lay in the box.

    The two are entered together and never matched, so that nobody learns who chose what. `counts` are by the
    place of the choice.
    """

    hamlet_id: int
    batch: str
    households: Sequence[int]
    counts: Sequence[int]
    invalid: int = 0


@transaction.atomic
def print_slips(
    *, by: Actor, poll_id: int, hamlet_id: int, now: datetime, again: Sequence[int] = ()
) -> list[Slip]:
    """Codes for the households of a hamlet that have none yet, or anew for those in `again`.

    The old ones are void then. Who has voted gets no other code. Raises NotFound, Forbidden, ValidationError.
    """
    poll, by = lock_poll(poll_id, by, COUNT)
    if not poll.is_ballot or poll.standing.state(local_day(now)) not in {State.COMING, State.OPEN}:
        raise ValidationError(_("Codes are printed once the ballot was confirmed and until its last day."))
    rows = Household.objects.filter(poll=poll, hamlet=hamlet_id, cast=None).select_related("hamlet")
    rows = rows.filter(number__in=again) if again else rows.filter(printing=0)
    slips = [Slip(row, str(public_code(_more()))) for row in rows]
    if not slips:
        raise ValidationError(_("There is nothing to print: each household has a code or has voted."))
    for slip in slips:
        slip.household.code_hash = code_hash(poll, slip.code)
        slip.household.printing += 1
    Household.objects.bulk_update([slip.household for slip in slips], ["code_hash", "printing"])
    record("polls.slips_printed", poll, by=by, now=now, slips=len(slips), again=bool(again))
    return slips


@transaction.atomic
def enter_paper(*, by: Actor, poll_id: int, box: Box, now: datetime) -> int:
    """Take in a box, whole or not at all; returns how many ballots it had.

    Raises NotFound, Forbidden, ValidationError: for households that are not listed or have voted, and for a
    box with another number of ballots than households.
    """
    poll, by = lock_poll(poll_id, by, COUNT)
    if not poll.is_ballot or poll.standing.state(local_day(now)) not in TAKES_PAPER:
        raise ValidationError(_("Paper ballots are entered from the first day on until they are counted."))
    rows = _not_voted(poll, box)
    votes: list[int | None] = [place for place, count in enumerate(box.counts) for _each in range(count)]
    votes += [None] * box.invalid
    if len(box.counts) != len(poll.choices) or not rows or len(votes) != len(rows):
        told = _("%(households)s households are ticked off, but there are %(ballots)s ballots.")
        raise ValidationError(told % {"households": len(rows), "ballots": len(votes)})
    batch = one_line(box.batch)[:BATCH_LENGTH]
    for row in rows:
        Cast(
            unit_id=poll.unit_id, poll=poll, household=row, uid=uuid4(), receipt=receipt(now),
            way=Way.PAPER, batch=batch, entered_by_id=by.user_id, entered_at=now,
        ).save(force_insert=True)  # fmt: skip
    Ballot.objects.bulk_create(Ballot(unit_id=poll.unit_id, poll=poll, choice=vote) for vote in votes)
    record("polls.paper_entered", poll, by=by, now=now, batch=batch, households=len(rows))
    return len(rows)


@transaction.atomic
def count_ballots(*, by: Actor, poll_id: int, now: datetime) -> Poll:
    """Write the shuffled ballot file with its hash; the rows it was made of go.

    A repeated call changes nothing. Raises NotFound, Forbidden, ValidationError.
    """
    poll, by = lock_poll(poll_id, by, COUNT)
    if poll.counted_at is not None:
        return poll
    if poll.standing.state(local_day(now)) is not State.COUNTING:
        raise ValidationError(_("Ballots are counted after the last day."))
    found = Ballot.objects.filter(poll=poll)
    votes = [
        INVALID if choice is None else poll.choices[choice]
        for choice in found.values_list("choice", flat=True)
    ]
    secrets.SystemRandom().shuffle(votes)
    data = ballot_file(votes)
    poll.ballots, poll.sha256, poll.counted_at = data.decode(), fingerprint(data), now
    poll.save(update_fields=["ballots", "sha256", "counted_at"])
    found.delete()
    record("polls.counted", poll, by=by, now=now, sha256=poll.sha256)
    return poll


def _more() -> str:
    return "".join(secrets.choice(ALPHABET) for _each in range(_MORE_CHARACTERS))


def _not_voted(poll: Poll, box: Box) -> list[Household]:
    """The households that were ticked off. Raises ValidationError with the numbers that do not count."""
    wanted = set(box.households)
    rows = {
        row.number: row
        for row in Household.objects.filter(poll=poll, hamlet=box.hamlet_id, number__in=wanted)
    }
    if missing := sorted(wanted - rows.keys()):
        told = _("These households are not on the list: %(numbers)s")
        raise ValidationError({"households": told % {"numbers": _joined(missing)}})
    voted = Cast.objects.filter(household__in=rows.values())
    if taken := sorted(voted.values_list("household__number", flat=True)):
        told = _("These households have voted already, on the site or on paper: %(numbers)s")
        raise ValidationError({"households": told % {"numbers": _joined(taken)}})
    return list(rows.values())


def _joined(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
