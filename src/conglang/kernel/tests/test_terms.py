import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel.calendar import CalendarDays, Hours, Months, TermError, WorkDays, WorkHours, parse_term

UNITS = {
    WorkDays: "ngày làm việc",
    CalendarDays: "ngày",
    Months: "tháng",
    Hours: "giờ",
    WorkHours: "giờ làm việc",
}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("5 ngày làm việc", WorkDays(5)),
        ("05 NGÀY LÀM VIỆC", WorkDays(5)),
        ("5wd", WorkDays(5)),
        ("12d", CalendarDays(12)),
        ("12 ngày", CalendarDays(12)),
        (unicodedata.normalize("NFD", "12 ngày"), CalendarDays(12)),
        (" 12  ngay ", CalendarDays(12)),
        ("9m", Months(9)),
        ("9 tháng", Months(9)),
        ("48h", Hours(48)),
        ("48 giờ", Hours(48)),
        ("4 giờ làm việc", WorkHours(4)),
        ("4wh", WorkHours(4)),
    ],
)
def test_terms_are_read_as_officials_write_them(text, term):
    assert parse_term(text) == term


@pytest.mark.parametrize("text", ["", "5", "ngày", "-5d", "5 tuần", "5.5d", "12345d", "5 d d", "٥d", "5d 3h"])
def test_other_texts_are_refused_with_examples(text):
    with pytest.raises(TermError, match="5wd"):
        parse_term(text)


def test_a_negative_term_is_refused():
    with pytest.raises(ValueError, match="negative"):
        WorkDays(-1)


@given(st.integers(0, 9999), st.sampled_from(list(UNITS)))
def test_every_term_is_read_back_from_its_vietnamese_name(count, kind):
    assert parse_term(f"{count:02} {UNITS[kind]}") == kind(count)


@given(st.text(max_size=20).filter(lambda text: not any(character.isdigit() for character in text)))
def test_a_text_without_a_number_is_never_a_term(text):
    with pytest.raises(TermError) as error:
        parse_term(text)
    assert repr(text) in str(error.value)
