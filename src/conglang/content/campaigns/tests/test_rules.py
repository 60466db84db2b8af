"""Kinds of file, days and states, without a database."""

from datetime import date

import pytest

from conglang.content.campaigns.rules import Item, State, Wanted, fits, is_complete, is_settled, late

LAST = date(2026, 12, 1)
PLAN, PHOTO, NOTE = (
    Item("1", "a"),
    Item("2", "b", due_on=date(2026, 11, 25)),
    Item("3", "c", is_compulsory=False),
)
ALL = [PLAN, PHOTO, NOTE]


@pytest.mark.parametrize(
    ("kinds", "extension", "is_signed", "expected"),
    [
        ((), "mp3", False, True),
        ((Wanted.SIGNED_PDF,), "pdf", False, False),
        ((Wanted.SIGNED_PDF,), "pdf", True, True),
        ((Wanted.SIGNED_PDF, Wanted.SEALED_SCAN), "pdf", False, True),
        ((Wanted.SIGNED_PDF, Wanted.WORD), "jpg", True, False),
        ((Wanted.WORD,), "doc", False, True),
    ],
)
def test_a_file_fits_one_of_the_kinds_and_a_signed_pdf_needs_its_signature(
    kinds, extension, is_signed, expected
):
    assert fits(kinds, extension, is_signed=is_signed) is expected


def test_only_compulsory_items_that_are_not_handed_in_are_late_each_on_its_own_day():
    states = {"1": State.READY, "2": State.RETURNED}
    assert late(ALL, states, LAST, date(2026, 11, 25)) == []
    assert late(ALL, states, LAST, date(2026, 11, 26)) == [PHOTO]
    assert late(ALL, states, LAST, date(2026, 12, 2)) == [PLAN, PHOTO]
    assert late(ALL, {"1": State.RECEIVED, "2": State.ACCEPTED}, LAST, date(2027, 1, 1)) == []


def test_a_day_of_its_own_never_comes_after_the_last_day():
    assert Item("1", "a", due_on=date(2026, 12, 9)).last_day(LAST) == LAST


def test_everything_needed_is_there_before_everything_is_accepted():
    states = {"1": State.ACCEPTED, "2": State.RECEIVED}
    assert is_complete(ALL, states)
    assert not is_settled(ALL, states)
    assert is_settled(ALL, states | {"2": State.ACCEPTED})
    assert not is_complete([NOTE], {})  # where nothing is compulsory, everything counts


def test_an_item_is_stored_and_read_back_whole():
    item = Item("7", "Kế hoạch", "bản ký", (Wanted.WORD,), False, True, LAST)
    assert Item.of_data(item.as_data) == item
