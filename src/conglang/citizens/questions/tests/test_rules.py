from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.citizens.questions.fields import fields
from conglang.citizens.questions.rules import Official, cited, in_charge, is_doubted, is_past_review

NUMBERS = st.integers(1, 99_999)
SYMBOLS = st.sampled_from(["QH15", "NĐ-CP", "QĐ-UBND", "TT-BTC", "NQ-HĐND", "TTLT-BTC-BNV"])
YEARS = st.one_of(st.just(""), st.integers(1945, 2030).map(lambda year: f"/{year}"))
WORDS = st.text(alphabet="abc đêu,.;()\n", max_size=20)


@given(NUMBERS, YEARS, SYMBOLS, WORDS, WORDS)
def test_a_number_is_found_among_any_words(number, year, symbol, before, after):
    assert cited(f"{before} {number}{year}/{symbol} {after}") == (f"{number}{year}/{symbol}",)


@given(NUMBERS, SYMBOLS, st.sampled_from(["", "0", "00"]), st.sampled_from(["-", "–", " - "]))
def test_every_way_to_write_a_number_is_the_same(number, symbol, zeros, dash):
    written = f"{zeros}{number} / {symbol.replace('-', dash)}"
    assert cited(f"Theo {written}, Điều 3") == (f"{number}/{symbol}",)


@pytest.mark.parametrize("text", ["", "ngày 05/03/2026", "1/2 ngày", "tỷ lệ 20/100", "https://x.vn/12/abc"])
def test_dates_and_fractions_are_no_documents(text):
    assert cited(text) == ()


def test_each_document_counts_once_in_its_order():
    text = "Luật 60/2014/QH13, Điều 3; Nghị định 123/2015/NĐ-CP; Luật 60/2014/QH13, Điều 16"
    assert cited(text) == ("60/2014/QH13", "123/2015/NĐ-CP")


def test_a_question_goes_to_whose_work_it_is_and_to_the_one_with_less_of_it():
    land = fields()["dat-dai"]
    people = [
        Official(1, ("Đất đai",), 4),
        Official(2, ("dat dai", "Xây dựng"), 1),
        Official(3, ("Thuế",), 0),
    ]
    assert in_charge(land, people) == 2
    assert in_charge(land, [Official(3, ("Thuế",), 0)]) is None
    assert in_charge(fields()["xay-dung"], [Official(5, ("Giao thông", ""), 0)]) == 5


@given(st.lists(st.builds(Official, st.integers(1, 9), st.just(("Y tế",)), st.integers(0, 50)), min_size=1))
def test_nobody_gets_a_question_who_has_more_than_another_one(people):
    chosen = in_charge(fields()["y-te"], people)
    fewest = min(each.waiting for each in people)
    assert any(each.user_id == chosen and each.waiting == fewest for each in people)


def test_doubt_ends_with_a_newer_version_and_reviews_run_to_the_end_of_their_day():
    then, later = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
    assert is_doubted(then, later)
    assert not is_doubted(later, then)
    assert not is_doubted(then, None)
    assert is_past_review(date(2026, 11, 1), date(2026, 11, 2))
    assert not is_past_review(date(2026, 11, 2), date(2026, 11, 2))
