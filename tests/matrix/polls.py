"""The polls of a place in the matrix: a public one with a vote, a ballot that waits for a second person."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Hamlet
from conglang.base.units.scope import use_scope
from conglang.citizens.polls.models import Ballot, Cast, Household
from conglang.citizens.polls.services.propose import (
    Ground,
    Wording,
    confirm_poll,
    list_households,
    propose_poll,
)
from conglang.citizens.polls.services.vote import vote
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_polls(place: "Place", now: datetime) -> None:
    """What is public bears the place's word; the ballot that waits bears the hidden one."""
    officer, head, today = place.actor(Role.CASE_OFFICER), place.actor(Role.HEAD_EDITOR), local_day(now)

    def about(word: str) -> Wording:
        return Wording(
            f"Chọn {word}", (f"Có {word}", f"Không {word}"), today, date(today.year + 1, 1, 31), word
        )

    given = {"by": officer, "unit_id": place.unit.pk, "now": now}
    with use_scope(officer.scope):
        row = propose_poll(wording=about(place.word), uid=uuid7(), **given)
        ground = Ground("tu-quan-khac", f"Số {place.hidden}", today)
        ballot = propose_poll(wording=about(place.hidden), uid=uuid7(), ground=ground, **given)
        hamlet = Hamlet.objects.filter(unit=place.unit.pk).order_by("pk")[0]
        list_households(by=officer, poll_id=ballot.pk, numbers={hamlet.pk: 1}, now=now)
    with use_scope(head.scope):
        confirm_poll(by=head, poll_id=row.pk, now=now)
    vote(unit_id=place.unit.pk, poll_id=row.pk, choice=0, uid=uuid4(), now=now)
    with use_scope(officer.scope):
        place.keep(row, ballot, *Household.objects.filter(poll=ballot))
        place.keep(*Cast.objects.filter(poll=row), *Ballot.objects.filter(poll=row))
