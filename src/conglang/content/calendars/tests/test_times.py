from datetime import UTC, date, datetime, time

import pytest

from conglang.content.calendars.times import When, vn_time

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(starts_on=DAY, ends_on=DAY), "thứ Tư, 25/11/2026, cả ngày"),
        (When(starts_on=DAY, starts_at=time(8), ends_on=DAY), "thứ Tư, 25/11/2026, từ 8 giờ"),
        (
            When(starts_on=DAY, starts_at=time(7, 30), ends_on=DAY, ends_at=time(11)),
            "thứ Tư, 25/11/2026, 7 giờ 30 – 11 giờ",
        ),
        (
            When(starts_on=DAY, starts_at=time(8), ends_on=date(2026, 11, 26), ends_at=time(17)),
            "thứ Tư, 25/11/2026, 8 giờ – thứ Năm, 26/11/2026, 17 giờ",
        ),
    ],
)
def test_times_read_as_officials_write_them(when, words):
    assert str(when) == words


def test_a_time_of_day_is_the_same_instant_all_the_year():
    for month in range(1, 13):
        day = date(2026, month, 15)
        assert When(starts_on=day, starts_at=time(7), ends_on=day).starts == datetime(
            2026, month, 15, tzinfo=UTC
        )


def test_early_morning_belongs_to_its_own_day():
    when = When(starts_on=DAY, starts_at=time(0, 30), ends_on=DAY)
    assert when.starts.astimezone(UTC) == datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    assert when.days == [DAY]


def test_data_comes_back_as_it_went():
    when = When(starts_on=DAY, starts_at=time(7, 5), ends_on=DAY, ends_at=None)
    assert When.from_data(when.as_data()) == when


def test_minutes_have_two_digits():
    assert vn_time(time(8, 5)) == "8 giờ 05"
