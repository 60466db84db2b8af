"""Numbers and symbols, and what is in force."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.content.documents.catalogue import fields, kinds
from conglang.content.documents.labels import doubt_about
from conglang.content.documents.rules import (
    Effect,
    Relation,
    Span,
    Tie,
    Validity,
    effects,
    read_code,
    stored_ties,
    tidy_code,
    ties_of,
    validity,
)

DAY = date(2026, 11, 21)
DAYS = st.none() | st.dates(DAY - timedelta(days=9), DAY + timedelta(days=9))
SPANS = st.builds(Span, DAYS, DAYS, DAYS, DAYS, DAYS)


def test_the_decree_has_29_kinds_and_their_abbreviations_differ():
    administrative = [kind for kind in kinds().values() if not kind.is_legal]
    assert len(administrative) == 29
    shorts = [kind.short for kind in administrative if kind.short]
    assert len(shorts) == len(set(shorts)) == 27
    assert all(kind.basis for kind in kinds().values())
    assert fields()["dat-dai"] == "Đất đai"


@pytest.mark.parametrize(
    ("written", "number", "year", "symbol"),
    [
        ("12/QĐ-UBND", 12, None, "QĐ-UBND"),
        ("05/NQ-HĐND", 5, None, "NQ-HĐND"),
        ("691 /STTTT-TTTH", 691, None, "STTTT-TTTH"),
        ("03/2017/QĐ-UBND", 3, 2017, "QĐ-UBND"),
        ("42 / 2022 / NĐ - CP", 42, 2022, "NĐ-CP"),
        ("15a/TB-UBND", 15, None, "TB-UBND"),
        ("08-CV/ĐU", 8, None, "CV/ĐU"),
        ("không số", None, None, "không số"),
    ],
)
def test_number_year_and_symbol_are_told_apart(written, number, year, symbol):
    code = read_code(tidy_code(written))
    assert (code.number, code.year, code.symbol) == (number, year, symbol)


@pytest.mark.parametrize(
    ("kind", "code", "is_doubted"),
    [
        ("chi-thi", "12/KH-UBND", True),
        ("chi-thi", "12/ctr-ubnd", True),
        ("chi-thi", "12/CT-UBND", False),
        ("cong-van", "12/TB-UBND", True),
        ("cong-van", "12/UBND-VP", False),
        ("ke-hoach", "691/STTTT-TTTH", False),
        ("quyet-dinh-qppl", "03/2026/QĐ-UBND", False),
        ("quy-dinh", "12 / QĐ - UBND", True),
        ("nghi-quyet", "05-NQ/ĐU", False),
        ("chi-thi", "", False),
        ("", "12/KH-UBND", False),
        ("no-more-in-the-law", "12/KH-UBND", False),
    ],
)
def test_a_number_with_the_abbreviation_of_another_kind_is_doubted(kind, code, is_doubted):
    assert bool(doubt_about(kind, code)) is is_doubted


def test_a_leading_nought_and_blanks_make_no_other_number():
    assert read_code(tidy_code("05/QĐ-UBND")).key == read_code(tidy_code("5 /QĐ - UBND")).key
    assert read_code("5/QĐ-UBND").key != read_code("5a/QĐ-UBND").key


def test_a_document_holds_from_its_first_day_until_the_day_before_its_end():
    span = Span(DAY, expired_on=DAY + timedelta(days=2))
    assert validity(span, DAY - timedelta(days=1)) is Validity.NOT_YET
    assert validity(span, DAY) is Validity.IN_FORCE
    assert validity(span, DAY + timedelta(days=1)) is Validity.IN_FORCE
    assert validity(span, DAY + timedelta(days=2)) is Validity.EXPIRED


def test_others_end_change_or_suspend_it_from_their_own_first_day():
    past, future = DAY - timedelta(days=3), DAY + timedelta(days=1)
    found = [(Relation.REPLACES, DAY), (Relation.AMENDS, past), (Relation.REPEALS, future)]
    days = effects(Effect(*each) for each in [*found, (Relation.GUIDES, past)])
    assert days == {"ended_on": DAY, "changed_on": past, "suspended_on": None}


@given(SPANS, st.dates(DAY, DAY + timedelta(days=9)))
def test_what_has_ended_stays_ended(span, later):
    if validity(span, DAY) is Validity.EXPIRED:
        assert validity(span, later) is Validity.EXPIRED


@given(st.text(max_size=60))
def test_any_number_can_be_typed_and_tidying_twice_changes_nothing(text):
    tidy = tidy_code(text)
    assert tidy_code(tidy) == tidy
    assert read_code(tidy).key


@given(st.lists(st.builds(Tie, st.sampled_from(Relation), st.text(max_size=9), st.text(max_size=9))))
def test_relations_come_back_as_they_were_stored(ties):
    assert ties_of(stored_ties(ties)) == ties
    assert ties_of([{"relation": "unknown"}]) == []
