"""What is shown of counts, and the file from which anybody counts again."""

import re
from collections import Counter

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from conglang.citizens.polls.commands import recount_file
from conglang.citizens.polls.matters import matters, online_choices
from conglang.citizens.polls.rules import (
    LEAST_SHOWN,
    ballot_file,
    fingerprint,
    household_numbers,
    is_carried,
    recount,
    shown_counts,
)

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(st.lists(LINES, max_size=60))
def test_a_ballot_file_counts_as_what_it_was_made_of(votes):
    assert recount(ballot_file(votes)) == Counter(votes)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), min_size=2))
def test_no_small_count_is_shown_nor_found_from_the_sum(counts):
    shown = shown_counts(counts)
    assert all(count is None or count >= LEAST_SHOWN for count in shown.values())
    assert list(shown.values()).count(None) != 1
    if all(count >= LEAST_SHOWN for count in counts.values()):
        assert shown == counts


@pytest.mark.parametrize("data", [b"", b"ten\r\nA\r\n", b"lua_chon\r\nA,B\r\n"])
def test_another_file_is_no_ballot_file(data):
    with pytest.raises(ValueError, match="not a ballot file"):
        recount(data)


def test_the_command_counts_a_file_again_and_says_its_hash(tmp_path):
    data = ballot_file(["Đồng ý", "Không", "Đồng ý"])
    (tmp_path / "phieu.csv").write_bytes(data)
    told = CliRunner().invoke(recount_file, [str(tmp_path / "phieu.csv")])
    assert told.exit_code == 0
    assert "2  Đồng ý" in told.output
    assert fingerprint(data) in told.output
    (tmp_path / "khac.csv").write_text("khác")
    assert CliRunner().invoke(recount_file, [str(tmp_path / "khac.csv")]).exit_code == 1


def test_numbers_of_households_are_read_as_they_are_written():
    assert household_numbers("3, 1-2; 12–14\n3") == [1, 2, 3, 12, 13, 14]
    assert household_numbers("") == []
    for wrong in ("0", "5-3", "1-9999", "hai", "1-2-3"):
        with pytest.raises(ValueError, match=re.escape(wrong)):
            household_numbers(wrong)


def test_a_share_is_of_all_households_and_has_to_be_passed():
    assert not is_carried(100, 200, 50)
    assert is_carried(101, 200, 50)


def test_of_the_matters_of_the_law_only_clause_six_is_voted_on_line():
    assert [key for key, _name in online_choices()] == ["tu-quan-khac"]
    assert "Điều 15 khoản 6" in matters()["tu-quan-khac"].basis
