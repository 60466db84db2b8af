"""A commune with two hamlets that asks its people, acting through services as on the desk and the site."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.units.models import Hamlet, HamletKind, Site, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
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
SINCE, FIRST, LAST = date(2025, 7, 1), date(2026, 11, 16), date(2026, 11, 25)
GROUND = Ground("tu-quan-khac", "05/BB-MTTQ", date(2026, 11, 2))
CHOICES = ("Đồng ý", "Không đồng ý")
ROLES = {
    "officer": Role.CASE_OFFICER,
    "desk": Role.DESK,
    "head": Role.HEAD_EDITOR,
    "leader": Role.COMMUNE_LEADER,
    "auditor": Role.AUDITOR,
}


@dataclass
class Village:
    """A unit with a site, its people by role, and two hamlets."""

    unit: Unit
    users: dict[str, User]
    hamlets: list[Hamlet]

    def actor(self, name: str) -> Actor:
        return actor_for(self.users[name], self.unit.pk, clock.now())

    def do(self, name: str, service: Any, **given: Any) -> Any:
        """A service carried out by one of the people."""
        by = self.actor(name)
        with use_scope(by.scope):
            return service(by=by, now=clock.now(), **given)


def village(code: str, name: str) -> Village:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name, valid_from=SINCE
        )
        Site.objects.create(unit=unit, host=f"c{code}.localhost", opened_on=SINCE)
        users = {key: appointed(f"{key}.{code}", unit, role, NOW) for key, role in ROLES.items()}
        kind = next(iter(HamletKind))
        hamlets = [Hamlet.objects.create(unit=unit, kind=kind, name=each) for each in ("Sen", "Súng")]
    return Village(unit, users, hamlets)


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.DATA = tmp_path
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db) -> Village:
    return village("98001", "Bến Sen")


@pytest.fixture
def neighbour(db) -> Village:
    return village("98002", "Bến Đá")


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
