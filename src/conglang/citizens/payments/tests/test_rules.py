"""How a fund stands, what a pasted bank statement says, and what the lists of law and banks hold."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.citizens.payments.purposes import banks, purposes
from conglang.citizens.payments.rules import (
    REQUEST,
    Entry,
    Standing,
    State,
    new_reference,
    read_amount,
    read_statement,
    references_in,
)
from conglang.citizens.payments.vietqr import Transfer, purpose_of

DAY = date(2026, 11, 23)
CODE = "DG267K4M2QX0"


@pytest.mark.parametrize(
    ("is_confirmed", "is_ended", "today", "state"),
    [
        (False, False, 5, State.PROPOSED),
        (False, True, 5, State.DROPPED),
        (True, False, 4, State.COMING),
        (True, False, 5, State.OPEN),
        (True, False, 9, State.OPEN),
        (True, False, 10, State.OVER),
        (True, True, 5, State.OVER),
    ],
)
def test_a_fund_stands_by_its_days_and_its_people(is_confirmed, is_ended, today, state):
    standing = Standing(date(2026, 1, 5), date(2026, 1, 9), is_confirmed, is_ended)
    assert standing.state(date(2026, 1, today)) is state


@given(
    st.sampled_from(["", "MBVCB.123.", "CT DEN ", "tu NGUYEN VAN A "]), st.sampled_from(["", " quy", ".CT"])
)
def test_a_reference_is_found_however_the_bank_writes_it(before, after):
    code = new_reference(REQUEST, DAY)
    spaced = f"{code[:4]} {code[4:8]}-{code[8:]}"
    for written in (code, code.lower(), spaced):
        assert references_in(f"{before}{written}{after}") == (code,)


def test_a_slip_of_the_hand_is_no_reference():
    code = new_reference(REQUEST, DAY)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert references_in(wrong) == ()


@pytest.mark.parametrize(
    ("text", "amount"),
    [("150000", 150_000), ("150.000", 150_000), ("1,150,000.00 VND", 1_150_000), ("+150.000 đ", 150_000),
     ("1.50", None), ("150,5", None), ("-150.000", None), ("1.150,000", None), ("", None), ("x", None)],
)  # fmt: skip
def test_amounts_are_read_as_people_and_banks_write_them(text, amount):
    assert read_amount(text) == amount


def test_lines_of_a_statement_are_read_or_said_to_be_unreadable():
    code = new_reference(REQUEST, DAY)
    text = f"23/11/2026 08:15\tFT 1\t150.000\t{code} QUY\n\n31/2/2026;FT2;1.000;x\nchỉ một cột"
    assert list(read_statement(text)) == [
        Entry(f"23/11/2026 08:15\tFT 1\t150.000\t{code} QUY", DAY, "FT 1", 150_000, (code,)),
        Entry("31/2/2026;FT2;1.000;x", None, "FT2", 1_000, ()),
        Entry("chỉ một cột"),
    ]
    assert [each.is_whole for each in read_statement(text)] == [True, False, False]
    [long] = read_statement(f"23/11/2026;{'9' * 61};1.000;{code}")
    assert not long.is_whole


@given(st.text(max_size=200))
def test_any_text_can_be_pasted(text):
    assert all(isinstance(each, Entry) for each in read_statement(text))


def test_every_kind_of_money_fits_the_statement_and_names_its_law():
    for each in purposes().values():
        assert purpose_of(CODE, each.short).endswith(each.short)
        assert each.basis
        assert each.who
    assert purposes()["phong-chong-thien-tai"].is_in_force(DAY)
    assert not purposes()["phong-chong-thien-tai"].is_in_force(date(2021, 9, 14))


def test_every_bank_of_the_list_can_stand_in_a_payload():
    assert len(banks()) > 20
    for number in banks():
        assert Transfer(number, "1").bank == number
