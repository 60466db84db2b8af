"""What a letter says is read out of every kind of it; what means harm neither hangs nor runs."""

import time

import pytest

from conglang.kernel.text.legacy import TCVN3_LETTERS
from conglang.tools.mailbox.decoding import header_text
from conglang.tools.mailbox.filing import file_away
from conglang.tools.mailbox.reading import read_letter
from conglang.tools.mailbox.rules import Flaw
from conglang.tools.mailbox.tests import corpus
from conglang.tools.mailbox.tests.conftest import simple
from conglang.tools.media.rules import Refusal

ORDINARY, HOSTILE = corpus.ordinary(), corpus.hostile()


def test_the_corpus_is_large_and_the_same_each_time():
    assert len(ORDINARY) + len(HOSTILE) >= 200
    assert [each.raw for each in corpus.ordinary()] == [each.raw for each in ORDINARY]


def test_honest_letters_are_read_word_for_word_with_every_file():
    wrong = []
    for each in ORDINARY:
        facts = read_letter(each.raw)
        files = tuple((filed.name, filed.data) for filed in file_away(facts.files))
        head = (facts.subject, facts.sender_name, facts.sender_address)
        expected = (corpus.SUBJECT, corpus.SENDER, corpus.ADDRESS)
        if head != expected or files != each.files or facts.text.count(each.text) != 1 or facts.marks.flaws:
            wrong.append((each.name, head, facts.text[:80], files, facts.marks.flaws))
    assert not wrong, wrong[:3]


def test_nothing_hidden_in_a_page_comes_out_as_text():
    page = next(each for each in ORDINARY if each.name == "utf8-8bit html")
    assert read_letter(page.raw).text == corpus.WORDS


def test_every_hostile_letter_is_read_in_time_and_says_what_is_wrong_with_it():
    wrong = []
    for each in HOSTILE:
        began = time.process_time()
        facts = read_letter(each.raw)
        file_away(facts.files)
        took = time.process_time() - began
        if took > 2 or each.text not in facts.text or not each.flaws <= set(facts.marks.flaws):
            wrong.append((each.name, took, facts.text[:80], sorted(facts.marks.flaws)))
        assert "<script" not in facts.text
        assert "\n" not in facts.subject + facts.sender_name + facts.sender_address
    assert not wrong, wrong[:3]


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("a file that is a program", Refusal.SCRIPTABLE),
        ("a script with a picture's name", Refusal.SCRIPTABLE),
        ("a bomb", Refusal.BOMB),
    ],
)
def test_a_file_is_told_by_its_content(name, refusal):
    raw = next(each.raw for each in HOSTILE if each.name == name)
    (filed,) = file_away(read_letter(raw).files)
    assert (filed.refusal, filed.is_hostile) == (refusal, True)


def test_a_file_of_25_megabytes_comes_through_whole():
    data = corpus.PDF * (25 * 1024 * 1024 // len(corpus.PDF))
    body = corpus.many("mixed", "b", corpus.attached(b'filename="to.pdf"', data, b"application/pdf"))
    (file,) = read_letter(corpus.letter(body, 1)).files
    assert file.data == data


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("=?utf-8?b?xJDGoW4=?= =?UTF-8?q?_xin?=", "Đơn xin"),
        ("=?utf-8?b?4buN?= =?utf-8?b?4bs=?= =?utf-8?b?jQ==?=", "ọọ"),  # a letter cut in two
        ("Tin =?utf-8?q?b=C3=A0i?= mới", "Tin bài mới"),
        ("=?x-la?q?b=C3=A0i?=", "bài"),
        ("=?utf-7?q?+ADw-b+AD4-?=", "+ADw-b+AD4-"),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("Tin b\udcc3\udca0i", "Tin bài"),
    ],
)
def test_headers_are_read_as_people_meant_them(value, meant):
    assert header_text(value) == meant


def test_a_subject_in_an_old_font_is_told_by_the_text_below_it():
    head = b"From: a@b.example\r\nSubject: " + corpus.legacy("Khánh thành cầu mới", TCVN3_LETTERS)
    facts = read_letter(head + b"\r\n\r\n" + corpus.legacy(corpus.WORDS, TCVN3_LETTERS))
    assert (facts.subject, facts.text) == ("Khánh thành cầu mới", corpus.WORDS)


def test_a_page_in_an_old_font_is_converted_by_the_name_of_the_font():
    line = corpus.legacy("Cộng hoà", TCVN3_LETTERS)
    body = b"Content-Type: text/html\r\n\r\n<p><font face='.VnTime'>" + line + b"</font> ok</p>"
    assert read_letter(b"From: a@b.example\r\n" + body).text == "Cộng hoà ok"


def test_few_words_in_an_old_font_are_left_alone_and_named():
    words = corpus.legacy("Kính gửi ban biên tập, bà con thôn tôi mới khánh thành cầu", TCVN3_LETTERS)
    facts = read_letter(b"From: a@b.example\r\n\r\n" + words)
    assert facts.text.encode("latin-1") == words
    assert Flaw.OLD_FONT in facts.marks.flaws


@pytest.mark.parametrize(
    "more",
    [
        "Auto-Submitted: auto-replied\r\n",
        "Precedence: bulk\r\n",
        "List-Id: <a.example>\r\n",
        "Return-Path: <>\r\n",
        "Content-Type: multipart/report; boundary=a\r\n",
    ],
)
def test_programs_are_told_from_people(more):
    assert read_letter(simple(1, more=more)).marks.is_automatic
    assert not read_letter(simple(1, more="Auto-Submitted: no\r\n")).marks.is_automatic


def test_no_sender_is_believed_where_there_are_two():
    for name in ("two senders", "two lines of senders", "no sender"):
        facts = read_letter(next(each.raw for each in HOSTILE if each.name == name))
        assert (facts.sender_address, facts.marks.flaws) == ("", (Flaw.NO_SENDER,)), name


def test_the_same_letter_is_known_by_its_words_whatever_servers_put_above_it():
    one = simple(1)
    again = b"Received: by another.example\r\nX-Spam-Flag: NO\r\n" + one.replace(b"\r\n", b"\n")
    assert read_letter(one).identity == read_letter(again).identity
    others = [simple(2), simple(1, "Khác"), simple(1, sender="ke@gia.example")]
    assert len({read_letter(each).identity for each in [one, *others]}) == 4
