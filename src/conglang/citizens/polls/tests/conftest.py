"""A commune with two hamlets that asks its people, acting through services as on the desk and the site."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests import villages
from conglang.base.accounts.tests.villages import Village, stopped_at, two
from conglang.citizens.polls.models import Cast, Poll
from conglang.citizens.polls.services.count import Box, Slip, count_ballots, enter_paper, print_slips
from conglang.citizens.polls.services.propose import (
    Ground,
    Wording,
    confirm_poll,
    list_households,
    propose_poll,
)
from conglang.citizens.polls.services.vote import vote
from conglang.kernel import clock
from conglang.kernel.ids import uuid7

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=11)
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 25)
GROUND = Ground("tu-quan-khac", "05/BB-MTTQ", date(2026, 11, 2))
CHOICES = ("Đồng ý", "Không đồng ý")
ROLES = {
    "officer": Role.CASE_OFFICER,
    "desk": Role.DESK,
    "head": Role.HEAD_EDITOR,
    "leader": Role.COMMUNE_LEADER,
    "auditor": Role.AUDITOR,
}

village = partial(villages.village, roles=ROLES, hamlets=("Sen", "Súng"))
frozen = stopped_at(NOW)
home, neighbour = two(village)


def proposed(of: Village, ground: Ground | None = None, **more: Any) -> Poll:
    given = {"question": "Có nên trồng cây?", "choices": CHOICES, "opens_on": FIRST, "closes_on": LAST} | more
    return of.do(
        "desk", propose_poll, unit_id=of.unit.pk, wording=Wording(**given), uid=uuid7(), ground=ground
    )


def quick(of: Village, **more: Any) -> Poll:
    """Before everybody."""
    return of.do("head", confirm_poll, poll_id=proposed(of, **more).pk)


def ballot(of: Village, households: tuple[int, int] = (8, 0)) -> Poll:
    """Before everybody, with so many households in each hamlet."""
    poll = proposed(of, GROUND)
    numbers = {each.pk: number for each, number in zip(of.hamlets, households, strict=True) if number}
    of.do("desk", list_households, poll_id=poll.pk, numbers=numbers)
    return of.do("head", confirm_poll, poll_id=poll.pk)


def slips(of: Village, poll: Poll, again: tuple[int, ...] = (), hamlet: int = 0) -> dict[int, Slip]:
    """Codes by the number of the household."""
    found = of.do("officer", print_slips, poll_id=poll.pk, hamlet_id=of.hamlets[hamlet].pk, again=again)
    return {slip.household.number: slip for slip in found}


def cast(of: Village, poll: Poll, choice: int = 0, code: str = "", uid: UUID | None = None) -> Cast:
    """A vote from the site."""
    return vote(
        unit_id=of.unit.pk, poll_id=poll.pk, choice=choice, uid=uid or uuid4(), code=code, now=clock.now()
    )


def box(
    of: Village, poll: Poll, households: list[int], counts: list[int], invalid: int = 0, hamlet: int = 0
) -> int:
    """Paper."""
    given = Box(of.hamlets[hamlet].pk, "Hòm 1", households, counts, invalid)
    return of.do("officer", enter_paper, poll_id=poll.pk, box=given)


def counted(of: Village, poll: Poll) -> Poll:
    """After its last day."""
    with clock.frozen(LATER):
        return of.do("officer", count_ballots, poll_id=poll.pk)
