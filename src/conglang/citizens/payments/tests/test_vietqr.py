"""Payloads that banks' apps read: as published examples have them, and never taken for another one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.citizens.payments.vietqr import (
    MOST,
    PURPOSE_LENGTH,
    InvalidPayload,
    Transfer,
    build,
    parse,
    purpose_of,
)

DIGITS = "0123456789"
PLAIN = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
TRANSFERS = st.builds(
    Transfer,
    bank=st.text(DIGITS, min_size=6, max_size=6),
    account=st.text(PLAIN, min_size=1, max_size=19),
    amount=st.none() | st.integers(1, MOST),
    purpose=st.text(PLAIN + " ", max_size=PURPOSE_LENGTH).map(str.strip),
)
# of NAPAS's description of the format, and of an implementation that is not ours
PUBLISHED = [
    (
        Transfer("970403", "0011012345678"),
        "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
    ),
    (
        Transfer("970415", "0011001932418", 120_000, "ung ho lu lut"),
        (
            "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA"
            "530370454061200005802VN62170813ung ho lu lut6304C15C"
        ),
    ),
]
WITH_A_BILL = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
    "62340107NPS68690819thanh toan don hang63042E2E"
)


@pytest.mark.parametrize(("transfer", "payload"), PUBLISHED)
def test_payloads_are_those_that_others_published(transfer, payload):
    assert build(transfer) == payload
    assert parse(payload) == transfer


def test_fields_that_we_do_not_write_are_read_over():
    found = parse(WITH_A_BILL)
    assert (found.amount, found.purpose) == (180_000, "thanh toan don hang")


@given(TRANSFERS)
def test_a_payload_says_what_it_was_made_of(transfer):
    assert parse(build(transfer)) == transfer


@given(TRANSFERS, st.data())
def test_one_wrong_character_is_always_noticed(transfer, data):
    payload = build(transfer)
    at = data.draw(st.integers(0, len(payload) - 1))
    wrong = data.draw(st.characters(min_codepoint=32, max_codepoint=126).filter(lambda c: c != payload[at]))
    with pytest.raises(InvalidPayload):
        parse(payload[:at] + wrong + payload[at + 1 :])


@given(st.text(max_size=120))
def test_other_texts_are_refused_and_break_nothing(text):
    with pytest.raises(InvalidPayload):
        parse(text)


@given(st.text(max_size=60))
def test_any_words_fit_where_the_statement_has_room(words):
    purpose = purpose_of("QG267K4M2QX7", words)
    assert purpose.startswith("QG267K4M2QX7")
    assert Transfer("970405", "1", None, purpose).purpose == purpose


def test_vietnamese_words_lose_their_marks():
    assert purpose_of("DG267K4M2QX7", "Quỹ đền ơn") == "DG267K4M2QX7 QUY DEN ON"


@pytest.mark.parametrize(
    "given",
    [("97040", "1"), ("970405", ""), ("970405", "1" * 20), ("970405", "1", 0), ("970405", "1", MOST + 1),
     ("970405", "1", None, "quỹ"), ("970405", "1", None, "x" * 26), ("970405", "1", None, " x")],
)  # fmt: skip
def test_what_no_payload_can_carry_is_refused(given):
    with pytest.raises(ValueError, match=r"account|amount|purpose"):
        Transfer(*given)
