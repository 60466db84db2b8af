from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conglang.citizens.consultations.rules import (
    LEAST_SHOWN,
    Decision,
    Stance,
    Standing,
    Term,
    differs_from_majority,
    sections_of,
    standing,
    suppressed,
)

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
NUMBERS = st.dictionaries(st.integers(1, 30), st.integers(0, 40), max_size=12)
LINES = st.lists(
    st.sampled_from(["Điều 1. Tên", "Điều 2. Tên", "Chương I", "một câu", "", "Mục 1. Chung", "hai câu"]),
    max_size=12,
)


def test_articles_and_chapters_are_sections_and_the_rest_is_an_introduction():
    text = "Căn cứ Luật.\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nMột câu.\nĐiều 2a. Đối tượng\nHai câu."
    found = [(each.key, each.title) for each in sections_of(text)]
    assert found == [
        ("mo-dau", "Phần mở đầu"),
        ("chuong-i", "Chương I"),
        ("dieu-1", "Điều 1. Phạm vi"),
        ("dieu-2a", "Điều 2a. Đối tượng"),
    ]
    assert [each.title for each in sections_of("Một.\n\nHai.")] == ["Đoạn 1", "Đoạn 2"]
    assert sections_of("") == []


@given(LINES)
def test_sections_keep_every_line_and_have_keys_of_their_own(lines):
    found = sections_of("\n".join(lines))
    assert len({each.key for each in found}) == len(found)
    kept = "\n".join(part for each in found for part in (each.title, each.body))
    assert all(line in kept for line in lines)


@given(DAYS, st.integers(0, 60), st.integers(0, 40), st.integers(0, 30))
def test_people_always_have_the_laws_time_from_the_day_it_became_public(opens, length, least, late):
    published = opens + timedelta(days=late)
    term = Term(opens, opens + timedelta(days=length), least, published)
    assert (term.last_day - published).days >= least
    assert standing(term, is_answered=False, today=term.last_day) is Standing.OPEN
    assert standing(term, is_answered=False, today=term.last_day + timedelta(days=1)) is Standing.CLOSED
    assert standing(term, is_answered=True, today=term.last_day) is Standing.ANSWERED
    assert standing(term, is_answered=False, today=opens - timedelta(days=1)) is Standing.COMING


def test_another_last_day_wins():
    term = Term(date(2026, 11, 1), date(2026, 11, 25), 20, date(2026, 11, 1), moved_to=date(2026, 12, 10))
    assert term.last_day == date(2026, 12, 10)


def test_reasons_are_owed_when_more_than_half_wanted_something_else():
    many = {Stance.AGREE: 3, Stance.CHANGE: 2, Stance.OPPOSE: 6}
    assert differs_from_majority(Decision.AS_DRAFTED, many)
    assert differs_from_majority(Decision.CHANGED, many)
    assert not differs_from_majority(Decision.DROPPED, many)
    half = {Stance.AGREE: 5, Stance.OPPOSE: 5}
    assert not any(differs_from_majority(decision, half) for decision in Decision)
    assert not differs_from_majority(Decision.AS_DRAFTED, {})


@given(st.dictionaries(st.sampled_from(Stance), st.integers(0, 50)))
def test_what_all_agree_to_never_owes_reasons(counts):
    only = {Stance.AGREE: counts.get(Stance.AGREE, 0) + 1}
    assert not differs_from_majority(Decision.AS_DRAFTED, only)
    assert differs_from_majority(Decision.DROPPED, only)


@given(NUMBERS)
def test_no_small_count_is_shown_or_can_be_worked_out_from_the_sum(counts):
    shown = suppressed(counts)
    assert shown.keys() == counts.keys()
    assert all(number is None or number == 0 or number >= LEAST_SHOWN for number in shown.values())
    assert all(shown[key] in {None, counts[key]} for key in counts)
    hidden = [counts[key] for key, number in shown.items() if number is None]
    # a single hidden count would be the difference to the sum; alone it stands only where nothing else does
    assert len(hidden) != 1 or not any(number for number in shown.values())
