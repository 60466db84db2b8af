"""Words and the marks on them: whatever is typed, found text stays as it was written."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from conglang.tools.search.expressions import Token, either, every, for_fts5, for_tsquery
from conglang.tools.search.highlighting import SNIPPET_WORDS, highlight, snippet, spelling_of
from conglang.tools.search.question import MOST_WORDS_TYPED, ask, stages, typed_words
from conglang.tools.search.words import tokens, words

TEXTS = st.text(max_size=300)
SAID = "Đất đai thủ tục hành chính Hoà giải trẻ em ở ấp 3, số 12/QĐ-UBND; “tiêm” chủng…"
VIETNAMESE = st.lists(st.sampled_from(SAID.split()), max_size=80).map(" ".join)


def hits(text: str, *phrases: str) -> list[str]:
    asked = [tuple(words(phrase)) for phrase in phrases]
    return [segment.text for segment in highlight(text, asked) if segment.is_hit]


def test_words_are_the_same_with_marks_without_and_decomposed():
    for text in ("Đất đai", "dat dai", "ĐẤT ĐAI", unicodedata.normalize("NFD", "Đất đai"), "đất\u00a0đai"):
        assert words(text) == ["dat", "dai"]


def test_numbers_and_signs_of_documents_are_words():
    assert words("Số: 15/2026/NĐ-CP") == ["so", "15", "2026", "nd", "cp"]


def test_marks_are_put_on_the_letters_that_were_asked_for():
    assert hits("Lịch tiêm phòng dại", "tiem phong") == ["tiêm phòng"]
    assert hits("Lịch tiêm, phòng bệnh", "tiem", "phong") == ["tiêm, phòng"]
    assert hits(unicodedata.normalize("NFD", "Đất đai"), "dat dai") == [
        unicodedata.normalize("NFD", "Đất đai")
    ]
    assert hits("tiêm chủng và chủng tộc", "tiem chung") == ["tiêm chủng"]


def test_a_snippet_shows_the_place_where_the_words_stand_together():
    text = "đất " + "lời dẫn " * 60 + "cấp đổi đất ở cho hộ nghèo " + "đoạn kết " * 60
    shown = snippet(text, [("dat",), ("ngheo",)])
    whole = "".join(segment.text for segment in shown)
    assert "đất ở cho hộ nghèo" in whole
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert len(words(whole)) <= SNIPPET_WORDS


def test_what_was_repaired_is_spelled_as_the_text_spells_it():
    assert spelling_of("tiem", ["Lịch TIÊM phòng"]) == "tiêm"
    assert spelling_of("tiem", ["Giá lúa"]) == "tiem"


@given(TEXTS | VIETNAMESE, st.lists(VIETNAMESE, max_size=4))
def test_highlighting_loses_and_adds_nothing(text, asked):
    phrases = [tuple(words(phrase)) for phrase in asked if words(phrase)]
    assert "".join(segment.text for segment in highlight(text, phrases)) == text


@given(VIETNAMESE)
def test_every_word_that_was_asked_for_is_marked_and_no_other(text):
    asked = {("dat",), ("12",), ("chung",)}
    marked = [word for segment in highlight(text, asked) if segment.is_hit for word in words(segment.text)]
    assert marked == [word for word in words(text) if (word,) in asked]


@given(TEXTS)
def test_a_snippet_is_a_piece_of_the_text(text):
    shown = "".join(segment.text for segment in snippet(text, [("a",)]))
    assert shown.removeprefix("… ").removesuffix(" …") in text or shown in text


@given(TEXTS)
def test_folding_twice_changes_no_word(text):
    once = words(text)
    assert words(" ".join(once)) == once


@given(TEXTS, TEXTS)
def test_tokens_hold_nothing_that_either_database_could_read_otherwise(title, text):
    made = tokens(words(title), words(text), ["u.1"])
    for token in made.split(" "):
        assert token
        assert re.fullmatch(r"[\w.\-]+", token)
    assert len(set(made.split())) == len(made.split())


@given(st.text(max_size=400) | st.from_regex(r"[\"'()*:&|!<>%_\\\x00^+\-]{0,50}", fullmatch=True))
def test_whatever_is_typed_becomes_plain_words(query):
    typed = typed_words(query)
    assert len(typed[0]) == len(typed[1]) <= MOST_WORDS_TYPED
    if typed[0]:
        for stage in stages(ask(typed, {}, dict.fromkeys(typed[0], 1), 10)):
            for text in (for_fts5(stage.asked), for_tsquery(stage.closer)):
                assert re.fullmatch(r"[\w.\-\"'()&| ]+", text)


def test_expressions_are_written_in_the_words_of_each_database():
    asked = every([Token("u.1"), either([Token("a_b"), Token("c", is_beginning=True)])])
    assert for_fts5(asked) == '("u.1" AND ("a_b" OR "c"*))'
    assert for_tsquery(asked) == "('u.1' & ('a_b' | 'c':*))"
