"""Accounts by two people, funds by two people, payments by what the bank says."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import segno
import zxingcpp
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from PIL import Image

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.ledger.models import AuditEntry
from conglang.base.ledger.outbox import deliver
from conglang.base.units.scope import everything, use_scope
from conglang.citizens.payments.findable import FOUND
from conglang.citizens.payments.matching import Outcome
from conglang.citizens.payments.models import Fund, PaymentRequest, ReceivingAccount
from conglang.citizens.payments.papers import list_of, receipt_of
from conglang.citizens.payments.queries import requests_of, takes_money, totals_of, waiting_for
from conglang.citizens.payments.services.accounts import confirm_account, end_account, propose_account
from conglang.citizens.payments.services.collect import Asked, ask, drop, take_in, undo_paid
from conglang.citizens.payments.services.funds import (
    Outlay,
    confirm_fund,
    confirm_spending,
    end_fund,
    end_spending,
    enter_spending,
    propose_fund,
)
from conglang.citizens.payments.tests.conftest import (
    NOW,
    NUMBER,
    PAPER,
    TERMS,
    TODAY,
    Village,
    account,
    again,
    asked,
    fund,
    paid,
    proposed_account,
    proposed_fund,
)
from conglang.citizens.payments.vietqr import Transfer, parse
from conglang.kernel.ids import uuid7
from conglang.tools.search.queries import find


def read_back(payload: str) -> str:
    """What a decoder that is not ours reads from the drawn code."""
    data = BytesIO()
    segno.make_qr(payload, error="q").save(data, kind="png", scale=4, border=4)
    [found] = zxingcpp.read_barcodes(Image.open(data).convert("L"))
    return found.text


def test_an_account_counts_once_another_person_typed_its_number_from_the_paper(home):
    row = proposed_account(home)
    assert (row.number, row.holder, row.is_in_force) == (NUMBER, "UBND XA BEN SEN", False)
    assert proposed_account(home).pk == row.pk
    home.users["leader"], home.users["accountant"] = home.users["accountant"], home.users["leader"]
    with pytest.raises(Forbidden):
        home.do("leader", confirm_account, account_id=row.pk, typed_number=NUMBER)
    home.users["leader"], home.users["accountant"] = home.users["accountant"], home.users["leader"]
    with pytest.raises(ValidationError, match="khác"):
        home.do("leader", confirm_account, account_id=row.pk, typed_number="1500201123465")
    assert _waiting(home, "leader") == 1
    done = home.do("leader", confirm_account, account_id=row.pk, typed_number=" 1500 2011 23456")
    assert done.is_in_force
    assert _waiting(home, "leader") == 0
    assert home.do("leader", confirm_account, account_id=row.pk, typed_number="").pk == row.pk
    with everything("tests"):
        verbs = list(AuditEntry.objects.filter(verb__startswith="payments.").values_list("verb", flat=True))
    assert verbs == ["payments.account_proposed", "payments.account_confirmed"]


def test_nobody_confirms_what_is_their_own_whatever_they_are(home):
    row, own = proposed_account(home), proposed_fund(home)
    with everything("tests"):
        ReceivingAccount.objects.filter(pk=row.pk).update(
            confirmed_by=None, confirmed_at=None, proposed_by=home.users["leader"]
        )
        Fund.objects.filter(pk=own.pk).update(proposed_by=home.users["leader"])
    with pytest.raises(ValidationError, match="người khác"):
        home.do("leader", confirm_account, account_id=row.pk, typed_number=NUMBER)
    with pytest.raises(ValidationError, match="người khác"):
        home.do("leader", confirm_fund, fund_id=own.pk)
    leader = home.users["leader"]
    with everything("tests"), pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.filter(pk=own.pk).update(confirmed_by=leader, confirmed_at=own.proposed_at)


def test_another_account_takes_over_the_funds_and_a_stopped_one_shows_no_code(home):
    row = fund(home)
    assert takes_money(row, TODAY)
    home.do("officer", end_account, account_id=row.account_id, reason="Nghi bị lộ")
    row = again(row)
    assert not takes_money(row, TODAY)
    other = account(home, replace(PAPER, number="999"), replaces_id=row.account_id)
    row = again(row)
    assert (row.account_id, takes_money(row, TODAY)) == (other.pk, True)
    assert parse(row.payload()).account == "999"


def test_a_fund_names_its_law_its_decision_and_an_account_in_force(home):
    waiting = proposed_account(home)
    given = {"unit_id": home.unit.pk, "uid": uuid7()}
    with pytest.raises(ValidationError, match="hai người"):
        home.do("officer", propose_fund, account_id=waiting.pk, terms=TERMS, **given)
    ready = account(home)
    for wrong in (
        {"purpose": "xin-tien"},
        {"opens_on": date(2021, 1, 1)},
        {"closes_on": date(2026, 11, 1)},
        {"decision": " "},
        {"purpose": "den-on-dap-nghia", "amount": 50_000},
    ):
        with pytest.raises(ValidationError):
            home.do("officer", propose_fund, account_id=ready.pk, terms=replace(TERMS, **wrong), **given)
    row = home.do("officer", propose_fund, account_id=ready.pk, terms=TERMS, **given)
    assert home.do("officer", propose_fund, account_id=ready.pk, terms=TERMS, **given).pk == row.pk
    with pytest.raises(Forbidden):
        home.do("accountant", confirm_fund, fund_id=row.pk)


def test_a_slip_is_read_by_another_decoder_as_what_was_asked(home):
    row = fund(home)
    [slip] = asked(home, row, 150_000)
    for payload, amount, reference in (
        (slip.payload(), 150_000, slip.reference),
        (row.payload(), None, row.code),
    ):
        read = read_back(payload)
        assert read == payload
        assert parse(read) == Transfer("970405", NUMBER, amount, f"{reference} QUY PCTT")


def test_money_is_noted_once_with_the_amount_that_was_asked(home):
    row = fund(home)
    one, two = asked(home, row, 150_000, 150_000)
    with pytest.raises(ValidationError, match="số tiền"):
        paid(home, one, amount=15_000)
    done = paid(home, one)
    assert (done.is_paid, done.in_words) == (True, "Một trăm năm mươi nghìn đồng")
    assert paid(home, one).pk == done.pk
    with pytest.raises(ValidationError, match="đã nộp"):
        paid(home, one, "FT2")
    with pytest.raises(ValidationError, match="phiếu khác"):
        paid(home, two, "FT1")
    with pytest.raises(ValidationError, match="chưa tới"):
        paid(home, two, "FT2", on=date(2026, 11, 17))
    assert _totals(row) == (150_000, 1, 0)
    with pytest.raises(ValidationError, match="lý do"):
        home.do("officer", undo_paid, request_id=one.pk, reason=" ")
    home.do("officer", undo_paid, request_id=one.pk, reason="Nhầm phiếu")
    assert _totals(row) == (0, 0, 0)
    home.do("officer", drop, request_id=one.pk, reason="Đã chuyển đi")
    with pytest.raises(ValidationError, match="không còn"):
        paid(home, one)


def test_a_pasted_statement_settles_what_fits_and_says_why_the_rest_does_not(home):
    row = fund(home)
    one, two, three = asked(home, row, 100_000, 200_000, 300_000)
    paid(home, three, "FT3")
    lines = [
        f"16/11/2026;FT10;100.000;MBVCB {one.reference} QUY PCTT",
        f"16/11/2026;FT11;20.000;{two.reference}",
        f"16/11/2026;FT3;300.000;{three.reference}",
        f"16/11/2026;FT12;70.000;ung ho {row.code}",
        "16/11/2026;FT13;70.000;tien cho",
        f"17/11/2026;FT14;200.000;{two.reference}",
        f"16/11/2026;FT15;100.000;{one.reference} lan hai",
    ]
    expected = [
        Outcome.FITS, Outcome.AMOUNT, Outcome.PAID, Outcome.GIFT, Outcome.UNKNOWN, Outcome.UNREAD,
        Outcome.PAID,
    ]  # fmt: skip
    found = home.do("accountant", take_in, unit_id=home.unit.pk, statement="\n".join(lines))
    assert [each.outcome for each in found] == expected
    assert _totals(row) == (470_000, 3, 0)
    again = home.do("accountant", take_in, unit_id=home.unit.pk, statement="\n".join(lines))
    assert not any(each.is_settled for each in again)
    assert _totals(row) == (470_000, 3, 0)


def test_a_sheet_of_payers_is_taken_in_once_and_stays_inside(home):
    row, form = fund(home, replace(TERMS, purpose="cong-trinh", amount=500_000)), uuid7()
    payers = [Asked("Bà Nguyễn Thị B"), Asked("Ông Trần C", 250_000)]
    rows = home.do("officer", ask, fund_id=row.pk, asked=payers, form=form)
    assert [each.amount for each in rows] == [500_000, 250_000]
    assert len(home.do("officer", ask, fund_id=row.pk, asked=payers, form=form)) == 2
    paid(home, rows[0])
    with everything("tests"):
        assert "Nguyễn" not in str(list(AuditEntry.objects.values_list("details", flat=True)))
        mine = PaymentRequest.objects.select_related("fund__unit").get(pk=rows[0].pk)
        sheet = receipt_of(mine)
        assert ["Bằng chữ", "Năm trăm nghìn đồng"] in sheet.body[0].rows
        assert "Bà Nguyễn Thị B" in list_of(requests_of(row), "csv").decode()
        assert list_of(requests_of(row), "xlsx").startswith(b"PK")


def test_spending_is_public_once_another_person_confirmed_it(home):
    row = fund(home)
    outlay = Outlay(TODAY, 90_000, "Mua áo phao", "Phiếu chi 3")
    spent = home.do("accountant", enter_spending, fund_id=row.pk, outlay=outlay)
    assert home.do("accountant", enter_spending, fund_id=row.pk, outlay=outlay).pk == spent.pk
    assert _totals(row) == (0, 0, 0)
    with pytest.raises(Forbidden):
        home.do("accountant", confirm_spending, spending_id=spent.pk)
    home.do("leader", confirm_spending, spending_id=spent.pk)
    assert _totals(row) == (0, 0, 90_000)
    home.do("leader", end_spending, spending_id=spent.pk, reason="Ghi nhầm quỹ")
    assert _totals(row) == (0, 0, 0)


def test_what_ended_collects_no_longer(home):
    row = fund(home)
    home.do("leader", end_fund, fund_id=row.pk, reason="Đủ tiền")
    with pytest.raises(ValidationError, match="không thu"):
        asked(home, row, 1_000)


def test_what_is_a_neighbours_does_not_exist(home, neighbour):
    row = fund(home)
    [request] = asked(home, row, 1_000)
    for service, given in (
        (confirm_account, {"account_id": row.account_id, "typed_number": NUMBER}),
        (end_fund, {"fund_id": row.pk, "reason": "x"}),
        (propose_account, {"unit_id": home.unit.pk, "account": PAPER}),
    ):
        with pytest.raises(NotFound):
            neighbour.do("leader", service, **given)
    with pytest.raises(NotFound):
        paid(neighbour, request)
    line = f"16/11/2026;FT1;1.000;{request.reference}"
    [found] = neighbour.do("officer", take_in, unit_id=neighbour.unit.pk, statement=line)
    assert found.outcome is Outcome.UNKNOWN


def _totals(row: Fund) -> tuple[int, int, int]:
    with everything("tests"):
        found = totals_of([row])[row.pk]
    return found.collected, found.payments, found.spent


def _waiting(of: Village, name: str) -> int:
    by = of.actor(name)
    with use_scope(by.scope):
        return waiting_for(by)


def test_a_fund_is_found_once_two_people_stand_for_it_and_after_it_has_ended(home, neighbour):
    proposed = proposed_fund(home)
    words = "quy phong chong thien tai"

    def found() -> list[str]:
        deliver(now=NOW)
        return [each.path for each in find(unit=home.unit, query=words, now=NOW).results]

    assert found() == []
    row = home.do("leader", confirm_fund, fund_id=proposed.pk)
    assert found() == [row.get_absolute_url()]
    assert find(unit=neighbour.unit, query=words, now=NOW).total == 0
    home.do("leader", end_fund, fund_id=row.pk, reason="Đã thu đủ")
    assert found() == [row.get_absolute_url()]
    with everything("tests"):
        assert [each.title for each in FOUND.live_items([home.unit.pk], 0, 10)] == [row.title]
