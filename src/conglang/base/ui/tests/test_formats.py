"""Dates, numbers and sizes as Vietnamese offices write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.ui.formats import file_size, vn_date, vn_datetime, vn_number


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 26), "thứ Năm, 26/11/2026"),
        (date(2026, 3, 1), "Chủ nhật, 01/03/2026"),
        (date(2026, 11, 23), "thứ Hai, 23/11/2026"),
    ],
)
def test_a_date_names_its_weekday(day: date, written: str):
    assert vn_date(day) == written


def test_an_instant_late_in_the_day_of_utc_is_tomorrow_in_viet_nam():
    at = datetime(2026, 11, 25, 18, 5, tzinfo=UTC)
    assert vn_date(at) == "thứ Năm, 26/11/2026"
    assert vn_datetime(at) == "thứ Năm, 26/11/2026, 1 giờ 05 phút"


def test_a_full_hour_is_said_without_minutes():
    assert vn_datetime(datetime(2026, 11, 26, 1, tzinfo=UTC)) == "thứ Năm, 26/11/2026, 8 giờ"


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (999, "999"), (1234567, "1.234.567"), (1234.5, "1.234,5"), (Decimal("-1000.25"), "-1.000,25")],
)
def test_numbers_have_points_between_thousands(number: int | float | Decimal, written: str):
    assert vn_number(number) == written


@pytest.mark.parametrize(
    ("size_bytes", "written"),
    [
        (0, "0 B"),
        (1023, "1.023 B"),
        (1024, "1 KB"),
        (430 * 1024, "430 KB"),
        (3670016, "3,5 MB"),
        (10 * 1024**2, "10 MB"),
        (10 * 1024**2 + 1, "10,1 MB"),
        (5 * 1024**4, "5.120 GB"),
    ],
)
def test_sizes_are_short(size_bytes: int, written: str):
    assert file_size(size_bytes) == written


@given(limit_mb=st.integers(1, 900), over=st.integers(1, 1024**3))
def test_a_file_above_a_limit_never_reads_like_the_limit(limit_mb: int, over: int):
    limit = limit_mb * 1024**2
    assert file_size(limit + over) != file_size(limit)


def test_filters_say_nothing_of_nothing():
    text = "{% load ui %}[{{ x|vn_date }}{{ x|vn_datetime }}{{ x|vn_number }}{{ x|file_size }}]"
    assert Template(text).render(Context({"x": None})) == "[]"


def test_a_row_of_another_length_than_its_table_is_a_mistake():
    with pytest.raises(ValueError, match="zip"):
        Template("{% load ui %}{{ columns|paired:row }}").render(Context({"columns": [1, 2], "row": [1]}))


def test_long_lists_of_pages_leave_numbers_out():
    text = "{% load ui %}{% page_numbers page as numbers %}{% for n in numbers %}{{ n }} {% endfor %}"
    page = Paginator(range(970), 20).get_page(7)
    assert Template(text).render(Context({"page": page})).split() == ["1", "…", "6", "7", "8", "…", "49"]
