import threading
import zoneinfo
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel import clock

DAYS = st.dates(date(1980, 1, 1), date(2100, 1, 1))
MOMENTS = st.builds(lambda day, time: datetime.combine(day, time, UTC), DAYS, st.times())
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_now_is_an_aware_instant_in_utc():
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC


def test_the_pinned_package_names_the_zone_and_not_the_operating_system():
    assert zoneinfo.TZPATH == ()
    assert clock.LOCAL_ZONE.key == "Asia/Ho_Chi_Minh"
    assert NOON.astimezone(clock.LOCAL_ZONE).utcoffset() == timedelta(hours=7)


def test_a_frozen_clock_stands_still_and_runs_again_afterwards():
    with clock.frozen(NOON) as instant:
        assert clock.now() == clock.now() == instant == NOON
    assert clock.now() != NOON


def test_a_frozen_clock_tells_utc_whatever_zone_it_was_given():
    with clock.frozen(datetime(2026, 11, 24, 19, tzinfo=timezone(timedelta(hours=7)))):
        assert clock.now() == NOON
        assert clock.now().tzinfo is UTC


def test_the_clock_runs_again_after_an_error():
    with pytest.raises(LookupError), clock.frozen(NOON):
        raise LookupError
    assert clock.now() != NOON


def test_journeys_in_time_add_up():
    with clock.frozen(NOON), clock.travelling(timedelta(days=2)), clock.travelling(timedelta(hours=-1)):
        assert clock.now() == datetime(2026, 11, 26, 11, tzinfo=UTC)


def test_a_travelling_clock_keeps_running():
    with clock.travelling(timedelta(days=365)):
        ahead = clock.now() - datetime.now(UTC)
    assert timedelta(days=364, hours=23) < ahead <= timedelta(days=365)


def test_another_thread_keeps_its_own_time():
    seen = []
    with clock.frozen(NOON):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen != [NOON]


def test_early_morning_belongs_to_today_although_utc_says_yesterday():
    assert clock.local_day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == date(2026, 11, 24)
    assert clock.local_day(datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC)) == date(2026, 11, 23)


@pytest.mark.parametrize("use", [clock.local_day, lambda naive: clock.frozen(naive).__enter__()])
def test_a_time_without_a_zone_is_refused(use):
    with pytest.raises(ValueError, match="without a time zone"):
        use(NOON.replace(tzinfo=None))


@pytest.mark.parametrize("use", [clock.start_of_day, clock.end_of_day])
def test_an_instant_is_not_taken_for_a_legal_day(use):
    with pytest.raises(TypeError, match="local_day"):
        use(NOON)


@given(MOMENTS)
def test_every_instant_lies_within_its_own_day(instant):
    day = clock.local_day(instant)
    assert clock.start_of_day(day) <= instant < clock.end_of_day(day)


@given(DAYS)
def test_days_follow_each_other_without_gap(day):
    following = day + timedelta(days=1)
    assert clock.end_of_day(day) == clock.start_of_day(following)
    assert clock.local_day(clock.start_of_day(day)) == day
    assert clock.local_day(clock.end_of_day(day)) == following
    assert clock.start_of_day(day).tzinfo is UTC


def test_a_process_can_run_on_another_clock_in_all_its_threads():
    clock.run_on(clock.FrozenClock(NOON))
    try:
        seen = []
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
        assert (seen, clock.now()) == ([NOON], NOON)
        with clock.frozen(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
    finally:
        clock.run_on(clock.SystemClock())
