"""Slips of fingers, of the ear and of typing programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.tools.search.spelling import (
    best,
    distance,
    guesses,
    in_two,
    one_slip,
    sound_alikes,
    without_typing_codes,
)

WORDS = st.text("abcdefghinoptu", max_size=7)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tieem", "tiem"), ("chungr", "chung"), ("ddaats", "dat"), ("nguwowif", "nguoi"), ("tie6m", "tiem"),
        ("d9at61", "dat"),
    ],
)  # fmt: skip
def test_keys_that_no_program_turned_into_marks_are_understood(typed, meant):
    assert meant in without_typing_codes(typed)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("xinh", "sinh"), ("chung", "trung"), ("cho", "tro"), ("ghi", "gi"), ("fi", "phi"), ("mieng", "mien")],
)
def test_words_that_sound_alike_are_guessed(heard, meant):
    assert meant in sound_alikes(heard)


def test_the_likeliest_guess_stands_beside_its_neighbours():
    near = guesses("xinh")
    assert best(near, {"sinh": 2, "xin": 90, "vinh": 50}, {"sinh": 2}) == "sinh"
    assert best(near, {}, {}) is None


def test_two_words_may_have_been_typed_as_one():
    assert ("tiem", "chung") in in_two("tiemchung")


@given(WORDS, WORDS)
def test_the_distance_is_the_same_both_ways_and_zero_only_for_the_same(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


@given(WORDS)
def test_every_single_slip_is_at_distance_one(word):
    assert all(distance(word, other) == 1 for other in one_slip(word))
