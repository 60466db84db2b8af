"""The order of results is decided here alone."""

import random
from dataclasses import replace
from datetime import date, timedelta

from conglang.tools.search.question import ask, typed_words
from conglang.tools.search.rules import Candidate, Scored, once_each, rank
from conglang.tools.search.words import in_a_row, spelled, words

TODAY = date(2026, 11, 21)


def candidate(
    key: int, title: str, text: str = "", *, day: date = TODAY, kind: str = "article", stage: int = 1
):
    return Candidate(
        key, kind, day, in_a_row(spelled(title)), in_a_row(words(title)), in_a_row(words(text)), stage
    )


def order(query: str, *found: Candidate, synonyms=None) -> list[int]:
    typed = typed_words(query)
    question = ask(typed, synonyms or {}, dict.fromkeys(typed[0], 5), 100)
    shuffled = list(found)
    random.Random(3).shuffle(shuffled)
    return [each.key for each in rank(question, shuffled, TODAY)]


def test_the_golden_order():
    assert order(
        "thủ tục khai sinh",
        candidate(9, "Thủ tục khai sinh"),
        candidate(8, "Thủ tục đăng ký khai sinh"),
        candidate(7, "Cải chính hộ tịch", "Nêu thủ tục khai sinh của trẻ."),
        candidate(6, "Vệ sinh môi trường", "Khai thác nước. Thủ tục rườm rà."),
    ) == [9, 8, 7, 6]


def test_words_in_a_row_come_before_words_that_are_scattered():
    assert order(
        "nước sạch",
        candidate(1, "Nước sạch về xóm Cồn"),
        candidate(2, "Dòng nước và cánh đồng sạch"),
    ) == [1, 2]


def test_of_two_alike_the_newer_one_comes_first():
    assert order(
        "lịch tiêm", candidate(1, "Lịch tiêm", day=date(2024, 1, 1)), candidate(2, "Lịch tiêm", day=TODAY)
    ) == [2, 1]


def test_marks_that_were_typed_tell_words_apart():
    assert order("bán", candidate(1, "Bàn ghế"), candidate(2, "Bán lúa", day=date(2026, 1, 1))) == [2, 1]


def test_what_people_say_comes_before_what_means_the_same():
    synonyms = {("chich", "ngua"): [("tiem", "chung")]}
    found = (candidate(1, "Lịch tiêm chủng"), candidate(2, "Lịch chích ngừa", day=date(2026, 1, 1)))
    assert order("chích ngừa", *found, synonyms=synonyms) == [2, 1]


def test_what_lacks_most_of_the_question_is_no_answer():
    found = (candidate(1, "Đăng ký kết hôn"), candidate(2, "Đăng ký tạm trú", stage=5))
    assert order("đăng ký kết hôn", *found) == [1]


def test_words_in_an_attachment_count_least():
    assert order("uốn ván", candidate(1, "Thông báo 12"), candidate(2, "Thông báo 9", "Tiêm uốn ván")) == [
        2,
        1,
    ]


def meeting(days: int, **more) -> Candidate:
    """A time of the same meeting, so many days from today; its key says how many."""
    return replace(candidate(days, "Họp giao ban", kind="meeting"), held_on=TODAY + timedelta(days), **more)


def times(*scored: tuple[Candidate, float]) -> list[tuple[int, int]]:
    ranked = [Scored(each.key, score) for each, score in scored]
    return [(each.key, each.others) for each in once_each(ranked, [each for each, _ in scored], TODAY)]


def test_of_what_takes_place_again_and_again_the_next_time_stands_for_all():
    other = candidate(50, "Họp dân ấp 3")
    found = ((meeting(28), 1.02), (meeting(-1), 1.01), (meeting(7), 1.0), (other, 0.9), (meeting(14), 0.8))
    assert times(*found) == [(7, 3), (50, 0)]
    assert times((meeting(-9), 1.0), (meeting(-2), 1.0)) == [(-2, 1)]
    assert times((meeting(0), 1.0), (meeting(1), 1.0)) == [(0, 1)]


def test_the_time_whose_date_was_asked_for_is_the_one_that_was_meant():
    assert times((meeting(28), 1.4), (meeting(7), 1.0)) == [(28, 1)]


def test_other_units_and_what_has_no_day_stand_for_themselves():
    assert len(times((meeting(1), 1.0), (meeting(2, unit_id=9), 1.0), (meeting(3, kind="work"), 1.0))) == 3
    assert len(times((candidate(1, "Lịch tiêm"), 1.0), (candidate(2, "Lịch tiêm"), 1.0))) == 2
