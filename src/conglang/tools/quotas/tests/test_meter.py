"""Counting per minute, in one process and in several, without keeping who asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.tools.quotas import meter
from conglang.tools.quotas.meter import Meter
from conglang.tools.quotas.rules import LONGEST_LIFE, fingerprint, life_allowed, network_of, new_key

NOW = datetime(2026, 11, 21, 2, 0, 20, tzinfo=UTC)


def test_a_budget_is_used_up_and_comes_back_with_the_next_minute(tmp_path):
    count = Meter(tmp_path / "meter", "s")
    standings = [count.take("a", 3, NOW) for _ in range(4)]
    assert [each.remaining for each in standings] == [2, 1, 0, 0]
    assert [each.is_over for each in standings] == [False, False, False, True]
    assert standings[0].resets_in == 40
    assert not count.take("a", 3, NOW + timedelta(seconds=40)).is_over


def test_a_longer_window_has_a_budget_of_its_own_and_takes_back(tmp_path):
    count = Meter(tmp_path / "meter", "s")
    assert [count.take("a", 2, NOW, 600).used for _ in range(2)] == [1, 2]
    later = NOW + timedelta(minutes=5)
    count.give_back("a", later, 600)
    assert count.take("a", 2, later, 600).used == 2
    assert count.take("a", 2, NOW).used == count.take("a", 2, NOW + timedelta(minutes=10), 600).used == 1


def test_budgets_are_apart(tmp_path):
    count = Meter(tmp_path / "meter", "s")
    assert [count.take(name, 9, NOW).used for name in ("a", "b", "a")] == [1, 1, 2]


def test_no_request_is_lost_between_threads(tmp_path):
    count = Meter(tmp_path / "meter", "s")
    with ThreadPoolExecutor(8) as threads:
        used = sorted(threads.map(lambda _: count.take("a", 9, NOW).used, range(200)))
    assert used == list(range(1, 201))


def take_many(path):
    count = Meter(path, "s")
    for _ in range(100):
        count.take("a", 9, NOW)


def test_no_request_is_lost_between_processes(tmp_path):
    path = tmp_path / "meter"
    spawned = [get_context("fork").Process(target=take_many, args=(path,)) for _ in range(3)]
    for each in spawned:
        each.start()
    for each in spawned:
        each.join()
    assert Meter(path, "s").take("a", 9, NOW).used == 301


def test_the_file_stays_small_and_has_no_address(tmp_path):
    count = Meter(tmp_path / "meter", "s")
    for number in range(300):
        count.take(f"4:{number}", 9, NOW)
    data = (tmp_path / "meter").read_bytes()
    assert len(data) <= 8 * meter.PLACES
    assert len(data.replace(b"\x00", b"")) <= 300 * 8
    # another secret, or another window, puts the same network elsewhere: places tell nothing
    other = Meter(tmp_path / "other", "t")
    assert {other._place("4:1"), count._place("4:1"), count._place("4:2")} - {count._place("4:1")}


def test_a_broken_disk_refuses_nobody(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.DATA = tmp_path / "file" / "below"
    assert not meter.take("a", 1, NOW).is_over


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.200", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8:0:1::1", "2001:db8:0:ff::2", True),
        ("2001:db8:0:1::1", "2001:db8:1::1", False),
        ("203.0.113.7", "::ffff:203.0.113.9", True),
        ("", "not an address", True),
    ],
)
def test_a_network_shares_a_budget(one, other, same):
    assert (network_of(one) == network_of(other)) is same


@given(st.text(max_size=60))
def test_whatever_stands_for_an_address_has_a_budget(text):
    assert network_of(text)


def test_a_key_lives_two_years_at_most():
    today = date(2026, 11, 21)
    assert life_allowed(today, today)
    assert life_allowed(today + LONGEST_LIFE, today)
    assert not life_allowed(today + LONGEST_LIFE + timedelta(days=1), today)
    assert not life_allowed(today - timedelta(days=1), today)


def test_keys_differ_and_are_kept_as_a_fingerprint_only():
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(key not in fingerprint(key) for key in keys)
