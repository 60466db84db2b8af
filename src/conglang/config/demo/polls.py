"""The demonstration's polls: a quick one that is open, and a counted ballot of one hamlet's households."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Hamlet, Unit
from conglang.base.units.scope import use_scope
from conglang.citizens.polls.services.count import Box, count_ballots, enter_paper, print_slips
from conglang.citizens.polls.services.propose import (
    Ground,
    Wording,
    confirm_poll,
    list_households,
    propose_poll,
)
from conglang.citizens.polls.services.vote import vote
from conglang.config.demo.people import HOA
from conglang.config.demo.stories import board_of
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7

DAY = timedelta(days=1)
HOURS = ("Sáng thứ Bảy", "Chiều thứ Bảy", "Sáng Chủ nhật")
VOTES = (0,) * 9 + (1,) * 6 + (2,) * 12
HOUSEHOLDS, ONLINE = 24, 7


def hold_polls(units: Mapping[str, Unit], now: datetime) -> None:
    """People vote on the site and on paper; two officials let it out, one counts."""
    unit, begun = units[HOA], now - 6 * DAY
    wording = Wording(
        "Nhà văn hóa xã nên mở thêm buổi nào cho thiếu nhi?",
        HOURS,
        local_day(begun),
        local_day(now + 20 * DAY),
    )
    _quick(unit, wording, begun)
    _ballot(unit, now - 40 * DAY)


def _quick(unit: Unit, wording: Wording, at: datetime) -> None:
    board = board_of(unit, at)
    proposer, confirmer = board[Role.DESK], board[Role.HEAD_EDITOR]
    with use_scope(proposer.scope):
        poll = propose_poll(by=proposer, unit_id=unit.pk, wording=wording, uid=uuid7(), now=at)
    with use_scope(confirmer.scope):
        confirm_poll(by=confirmer, poll_id=poll.pk, now=at)
    for choice in VOTES:
        vote(unit_id=unit.pk, poll_id=poll.pk, choice=choice, uid=uuid4(), now=at)


def _ballot(unit: Unit, at: datetime) -> None:
    board = board_of(unit, at)
    proposer, confirmer, counter = board[Role.DESK], board[Role.HEAD_EDITOR], board[Role.COMMUNE_LEADER]
    wording = Wording(
        "Cả thôn cùng làm vệ sinh đường làng vào sáng thứ Bảy đầu tháng?", ("Đồng ý", "Không đồng ý"),
        local_day(at), local_day(at + 10 * DAY), "Mỗi hộ cử một người, làm trong hai giờ.",
    )  # fmt: skip
    ground = Ground("tu-quan-khac", "05/BB-MTTQ", local_day(at - 10 * DAY))
    with use_scope(proposer.scope):
        poll = propose_poll(
            by=proposer, unit_id=unit.pk, wording=wording, uid=uuid7(), now=at - DAY, ground=ground
        )
        hamlet = Hamlet.objects.filter(unit=unit).order_by("name")[0]
        list_households(by=proposer, poll_id=poll.pk, numbers={hamlet.pk: HOUSEHOLDS}, now=at - DAY)
    with use_scope(confirmer.scope):
        confirm_poll(by=confirmer, poll_id=poll.pk, now=at - DAY)
    with use_scope(counter.scope):
        slips = print_slips(by=counter, poll_id=poll.pk, hamlet_id=hamlet.pk, now=at)
    for slip in slips[:ONLINE]:
        vote(unit_id=unit.pk, poll_id=poll.pk, choice=0, uid=uuid4(), now=at + DAY, code=slip.code)
    paper = [slip.household.number for slip in slips[ONLINE : HOUSEHOLDS - 3]]
    with use_scope(counter.scope):
        box = Box(hamlet.pk, "Hòm 1", paper, [len(paper) - 3, 2], 1)
        enter_paper(by=counter, poll_id=poll.pk, box=box, now=at + 11 * DAY)
        count_ballots(by=counter, poll_id=poll.pk, now=at + 12 * DAY)
