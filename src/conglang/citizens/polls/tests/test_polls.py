"""Polls from proposal to count: two people, one vote a household, votes apart from voters."""

import threading
from collections import Counter
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conglang.base.accounts.permissions import Forbidden
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything
from conglang.citizens.polls.models import Ballot, Cast, Household, Poll
from conglang.citizens.polls.queries import result_of, shown_turnout, turnout
from conglang.citizens.polls.rules import INVALID, fingerprint, recount
from conglang.citizens.polls.services.count import count_ballots
from conglang.citizens.polls.services.propose import Ground, confirm_poll, list_households, withdraw_poll
from conglang.citizens.polls.tests.conftest import (
    CHOICES,
    GROUND,
    LATER,
    NOW,
    Village,
    ballot,
    box,
    cast,
    counted,
    proposed,
    quick,
    slips,
    village,
)
from conglang.kernel import clock


def test_nobody_votes_before_a_second_person_confirmed_it(home):
    poll = proposed(home)
    with pytest.raises(ValidationError):
        cast(home, poll)
    own = proposed(home)
    with everything("tests"):
        Poll.objects.filter(pk=own.pk).update(proposed_by=home.users["head"])
    with pytest.raises(ValidationError, match="người khác"):
        home.do("head", confirm_poll, poll_id=own.pk)
    with everything("tests"), pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.filter(pk=own.pk).update(confirmed_by=home.users["head"])
    with pytest.raises(Forbidden):
        home.do("desk", confirm_poll, poll_id=poll.pk)
    confirmed = home.do("head", confirm_poll, poll_id=poll.pk)
    assert cast(home, confirmed).receipt.startswith("BP26")
    home.do("desk", withdraw_poll, poll_id=poll.pk)
    with pytest.raises(ValidationError):
        cast(home, poll)


@pytest.mark.parametrize(
    "more",
    [
        {"choices": ("Có",)},
        {"choices": ("Có", " có ")},
        {"choices": ("Có", INVALID)},
        {"choices": tuple("abcdefghi")},
        {"choices": ("=1+1", "Không")},
        {"closes_on": NOW.date().replace(day=1)},
    ],
)
def test_what_cannot_be_asked_is_refused(home, more):
    with pytest.raises(ValidationError):
        proposed(home, **more)


@pytest.mark.parametrize(
    "ground",
    [
        Ground("cong-trinh", "05/BB-MTTQ", GROUND.agreed_on),
        Ground("tu-quan-khac", " ", GROUND.agreed_on),
        Ground("tu-quan-khac", "05/BB-MTTQ", LATER.date()),
        Ground("tu-quan-khac", "05/BB-MTTQ", GROUND.agreed_on, more_than=40),
    ],
)
def test_households_vote_on_line_only_where_the_law_and_the_front_agree(home, ground):
    with pytest.raises(ValidationError):
        proposed(home, ground)
    poll = proposed(home, GROUND)
    with pytest.raises(ValidationError, match="Danh sách hộ"):
        home.do("head", confirm_poll, poll_id=poll.pk)
    with everything("tests"), pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.filter(pk=poll.pk).update(agreement="", confirmed_at=NOW)


def test_a_form_sent_twice_is_one_vote_with_one_receipt(home):
    poll, other = quick(home), quick(home)
    first = cast(home, poll)
    assert cast(home, poll, 1, uid=first.uid).receipt == first.receipt
    cast(home, other, uid=first.uid)
    with everything("tests"):
        assert result_of(poll).n == 1
        assert result_of(poll).lines == ()


def test_a_household_votes_once_whichever_way_comes_first(home):
    poll = ballot(home)
    codes = slips(home, poll)
    cast(home, poll, 0, codes[1].code.lower().replace("-", " "))
    with pytest.raises(ValidationError, match="đã dùng mã này"):
        cast(home, poll, 1, codes[1].code)
    with pytest.raises(ValidationError, match=r"đã bỏ phiếu.*: 1'"):
        box(home, poll, [1, 2], [2, 0])
    assert box(home, poll, [2, 3], [1, 0], 1) == 2
    with pytest.raises(ValidationError, match="phiếu giấy"):
        cast(home, poll, 0, codes[2].code)
    with everything("tests"):
        assert (Cast.objects.count(), Ballot.objects.count()) == (3, 3)
        household = Household.objects.get(number=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            Cast(
                unit=home.unit, poll=poll, household=household, uid=poll.uid, receipt="X", way="paper"
            ).save()


def test_a_box_counts_only_as_a_whole(home):
    poll = ballot(home)
    for households, counts in (([1, 2], [1, 0]), ([1, 99], [2, 0]), ([], [0, 0]), ([1], [1])):
        with pytest.raises(ValidationError):
            box(home, poll, households, counts)
    with everything("tests"):
        assert not Cast.objects.exists()
        assert not Ballot.objects.exists()


def test_codes_are_kept_as_hashes_only_and_printing_anew_voids_the_old(home):
    poll = ballot(home)
    first = slips(home, poll)
    assert len({slip.code for slip in first.values()}) == 8
    with pytest.raises(ValidationError):
        slips(home, poll)
    again = slips(home, poll, (3,))
    with everything("tests"):
        kept = str(list(Household.objects.values_list()))
    assert not any(slip.code in kept or slip.code.replace("-", "") in kept for slip in first.values())
    with pytest.raises(ValidationError, match="Không có mã"):
        cast(home, poll, 0, first[3].code)
    with pytest.raises(ValidationError, match="Không có mã"):
        cast(home, poll, 0, "1234")
    cast(home, poll, 0, again[3].code)
    with pytest.raises(ValidationError):
        slips(home, poll, (3,))
    with pytest.raises(ValidationError, match="Danh sách hộ"):
        home.do("desk", list_households, poll_id=poll.pk, numbers={home.hamlets[0].pk: 9})


def test_a_vote_leads_to_no_household(home):
    poll = ballot(home, (24, 0))
    codes = slips(home, poll)
    choices = [number % 2 for number in codes]
    for choice, slip in zip(choices, codes.values(), strict=True):
        cast(home, poll, choice, slip.code)
    with everything("tests"):
        assert {field.name for field in Ballot._meta.get_fields()} == {
            "id", "unit", "poll", "choice", "is_held",
        }  # fmt: skip
        assert list(Ballot.objects.order_by("pk").values_list("choice", flat=True)) != choices
        keys = list(Cast.objects.order_by("household__number").values_list("pk", flat=True))
        assert any(one > two for one, two in pairwise(keys))
        assert not Cast.objects.exclude(entered_at=None, entered_by=None).exists()
        assert {each.verb for each in AuditEntry.objects.filter(verb__startswith="polls.")} == {
            "polls.proposed", "polls.households_listed", "polls.confirmed", "polls.slips_printed",
        }  # fmt: skip


def test_after_the_count_only_the_shuffled_file_remains(home):
    poll = ballot(home, (12, 6))
    codes = slips(home, poll)
    for number in range(1, 8):
        cast(home, poll, 0, codes[number].code)
    box(home, poll, [8, 9, 10], [0, 2], 1)
    box(home, poll, [1, 2], [2, 0], hamlet=1)
    with pytest.raises(ValidationError):
        home.do("officer", count_ballots, poll_id=poll.pk)
    done = counted(home, poll)
    assert counted(home, poll).sha256 == done.sha256
    with everything("tests"):
        assert not Ballot.objects.exists()
        result = result_of(done)
        assert [(row.voted, row.on_paper) for row in turnout(done)] == [(10, 3), (2, 2)]
        assert [row.voted for row in shown_turnout(done)] == [None, None]
    data = done.ballots.encode()
    assert done.sha256 == fingerprint(data)
    assert recount(data) == Counter({CHOICES[0]: 9, CHOICES[1]: 2, INVALID: 1})
    assert (result.n, result.households) == (12, 18)
    assert [line.is_carried for line in result.lines] == [False, False, False]
    with pytest.raises(ValidationError):
        home.do("desk", withdraw_poll, poll_id=poll.pk)


ACTS = st.lists(
    st.tuples(st.booleans(), st.integers(1, 6), st.integers(0, 1), st.booleans()), min_size=1, max_size=16
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_paper_and_site_in_any_order_give_no_double_vote_and_a_file_that_counts_the_same(voting, acts):
    home, poll, codes = voting
    expected: dict[int, str] = {}
    with transaction.atomic():
        for on_paper, number, choice, is_invalid in acts:
            try:
                if on_paper:
                    box(home, poll, [number], [0, 0] if is_invalid else [1 - choice, choice], int(is_invalid))
                else:
                    cast(home, poll, choice, codes[number].code)
            except ValidationError:
                assert number in expected
                continue
            assert number not in expected
            expected[number] = INVALID if on_paper and is_invalid else CHOICES[choice]
        done = counted(home, poll)
        assert recount(done.ballots.encode()) == Counter(expected.values())
        with everything("tests"):
            assert result_of(done).n == len(expected) == Cast.objects.count()
        transaction.set_rollback(True)


@pytest.fixture
def voting(home) -> tuple[Village, Poll, dict]:
    poll = ballot(home, (6, 0))
    return home, poll, slips(home, poll)


@pytest.mark.postgres
def test_of_two_votes_of_a_household_at_once_one_is_taken(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time; its test database lives in one connection")
    home = village("98001", "Bến Sen")
    poll = ballot(home)
    code = slips(home, poll)[1].code
    start, told = threading.Barrier(4), []

    def body(way: int) -> None:
        try:
            start.wait(timeout=10)
            with clock.frozen(NOW):
                box(home, poll, [1], [1, 0]) if way % 2 else cast(home, poll, 0, code)
            told.append("taken")
        except ValidationError:
            told.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=body, args=(way,)) for way in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(told) == ["refused", "refused", "refused", "taken"]
    with everything("tests"):
        assert (Cast.objects.count(), Ballot.objects.count()) == (1, 1)
