"""The desk's screens over HTTP, as the officials of the commune use them."""

from conglang.base.units.scope import everything
from conglang.citizens.payments.matching import match
from conglang.citizens.payments.models import Fund, PaymentRequest, ReceivingAccount
from conglang.citizens.payments.rules import read_statement
from conglang.citizens.payments.services import collect
from conglang.citizens.payments.tests.conftest import NUMBER, TODAY, asked, fund, paid

DESK = "/thu-dong-gop/"
ACCOUNT = {
    "act": "propose", "bank": "970405", "number": "1500 2011 23456", "holder": "UBND xã Bến Sen",
    "source": "Thông báo 12/NHNo ngày 1/11/2026", "replaces": "",
}  # fmt: skip
FUND = {
    "purpose": "phong-chong-thien-tai", "title": "Quỹ phòng, chống thiên tai 2026",
    "decision": "Kế hoạch 8/KH-UBND", "about": "", "amount": "", "opens_on": "2026-11-16",
    "closes_on": "2026-12-31",
}  # fmt: skip


def test_from_the_paper_of_the_bank_to_a_paid_slip_with_its_receipt(home, desk):
    clerk, leader = desk(home, "accountant"), desk(home, "leader")
    assert "tài khoản nhận tiền" in clerk.get(DESK).content.decode()
    accounts = f"{DESK}tai-khoan/"
    wrong = clerk.post(accounts, ACCOUNT | {"number": "15-00"})
    assert wrong.status_code == 422
    assert "19 chữ số" in wrong.content.decode()
    assert clerk.post(accounts, ACCOUNT).status_code == 302
    with everything("tests"):
        key = ReceivingAccount.objects.get().pk
    assert clerk.post(accounts, {"act": "confirm", "account": key, "number": NUMBER}).status_code == 403
    assert "Có tài khoản chờ ông bà" in leader.get(DESK).content.decode()
    refused = leader.post(accounts, {"act": "confirm", "account": key, "number": "1"})
    assert "Số này khác" in refused.content.decode()
    assert leader.post(accounts, {"act": "confirm", "account": key, "number": NUMBER}).status_code == 302
    assert leader.post(DESK, FUND | {"account": key}).status_code == 403
    assert "Văn bản" in clerk.post(DESK, FUND | {"account": key, "decision": ""}).content.decode()
    page = clerk.post(DESK, FUND | {"account": key}).headers["Location"]
    assert clerk.post(page, {"act": "confirm"}).status_code == 403
    assert leader.post(page, {"act": "confirm"}).status_code == 302
    assert "đang thu" in leader.get(DESK).content.decode()
    lines = "Bà Nguyễn Thị B; 150.000\nÔng Trần C; x"
    assert "Không đọc được dòng này" in clerk.post(page, {"act": "ask", "payers": lines}).content.decode()
    assert clerk.post(page, {"act": "ask", "payers": lines.replace("x", "90.000")}).status_code == 302
    slips = clerk.get(f"{page}?in=phieu").content.decode()
    assert slips.count("<svg") == 2
    with everything("tests"):
        request = PaymentRequest.objects.get(amount=150_000)
    assert f"{request.reference} QUY PCTT" in slips
    seen = {
        "act": "paid",
        "ma": str(request),
        "amount": "15.000",
        "on": "2026-11-16",
        "bank_reference": "FT1",
    }
    assert "Không đúng số tiền" in clerk.post(page, seen).content.decode()
    assert "không có phiếu nào" in clerk.post(page, seen | {"ma": "DG26"}).content.decode()
    assert clerk.post(page, seen | {"amount": "150.000"}).status_code == 302
    receipt = clerk.get(f"{page}?giay={request.reference}")
    assert (receipt["Content-Type"], receipt["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert "Bà Nguyễn Thị B" in clerk.get(f"{page}?tep=csv").content.decode()
    assert clerk.get(f"{page}?tep=xlsx").content.startswith(b"PK")
    chosen = clerk.get(f"{page}?ma={request.reference}").content.decode()
    assert "Hủy xác nhận nộp" in chosen
    undo = {"act": "undo", "ma": str(request), "reason": "Nhầm phiếu"}
    assert clerk.post(page, undo).status_code == 302
    assert clerk.get(f"{page}?giay={request.reference}").status_code == 404


def test_a_statement_is_looked_at_before_it_is_noted(home, desk):
    row = fund(home)
    [request] = asked(home, row, 100_000)
    clerk, path = desk(home, "officer"), f"{DESK}sao-ke/"
    text = f"16/11/2026\tFT9\t100.000\t{request.reference}\nx"
    seen = clerk.post(path, {"act": "look", "statement": text}).content.decode()
    assert "khớp phiếu" in seen
    assert "không đọc được" in seen
    with everything("tests"):
        assert not PaymentRequest.objects.get().is_paid
    done = clerk.post(path, {"act": "take_in", "statement": text}).content.decode()
    assert "Đã ghi 1 lượt nộp." in done
    with everything("tests"):
        assert PaymentRequest.objects.get().bank_reference == "FT9"
    assert "đã ghi trước đó" in clerk.post(path, {"act": "look", "statement": text}).content.decode()


def test_of_two_who_paste_a_statement_at_once_one_is_told_so(home, desk, monkeypatch):
    row = fund(home)
    text = f"16/11/2026\tFT9\t50.000\t{row.code}"
    entries = list(read_statement(text))
    with everything("tests"):
        seen_by_both = match(home.unit.pk, entries, TODAY)
    monkeypatch.setattr(collect, "match", lambda *_: seen_by_both)
    take = {"act": "take_in", "statement": text}
    assert desk(home, "officer").post(f"{DESK}sao-ke/", take).status_code == 200
    late = desk(home, "accountant").post(f"{DESK}sao-ke/", take)
    assert late.status_code == 422
    assert "Giao dịch này đã ghi cho phiếu khác." in late.content.decode()
    with everything("tests"):
        assert PaymentRequest.objects.get().paid_amount == 50_000


def test_spending_waits_for_the_leader(home, desk):
    page = f"{DESK}{fund(home).pk}/"
    clerk, leader = desk(home, "accountant"), desk(home, "leader")
    spent = {"act": "spend", "spent_on": "2026-11-16", "amount": "90.000", "what": "Áo phao", "paper": "PC 3"}
    assert clerk.post(page, spent).status_code == 302
    with everything("tests"):
        key = Fund.objects.get().spendings.get().pk
    assert clerk.post(page, {"act": "confirm_spending", "spending": key}).status_code == 403
    assert leader.post(page, {"act": "confirm_spending", "spending": key}).status_code == 302
    assert "90.000" in leader.get(DESK).content.decode()
    assert leader.post(page, {"act": "end_spending", "spending": key}).status_code == 302
    assert leader.post(page, {"act": "end", "reason": "Đủ tiền"}).status_code == 302
    assert "đã ngừng thu" in leader.get(page).content.decode()


def test_an_auditor_reads_an_editor_does_not_and_a_neighbour_finds_nothing(home, neighbour, desk):
    row = fund(home)
    [request] = asked(home, row, 100_000)
    paid(home, request)
    page = f"{DESK}{row.pk}/"
    auditor, stranger = desk(home, "auditor"), desk(neighbour, "officer")
    assert auditor.get(page).status_code == 200
    assert auditor.get(f"{page}?in=phieu").status_code == 403
    text = f"16/11/2026;FT9;100.000;{row.code}"
    assert auditor.post(f"{DESK}sao-ke/", {"act": "look", "statement": text}).status_code == 200
    assert auditor.post(f"{DESK}sao-ke/", {"act": "take_in", "statement": text}).status_code == 403
    for act in ({"act": "confirm"}, {"act": "end", "reason": "x"}, {"act": "ask", "payers": "A; 1.000"}):
        assert auditor.post(page, act).status_code == 403
    assert auditor.post(page, {"act": "fly"}).status_code == 404
    assert desk(home, "editor").get(page).status_code == 403
    for query in ("", "?tep=csv", "?in=phieu", f"?giay={request.reference}"):
        assert stranger.get(page + query).status_code == 404
    ending = {"act": "end", "account": row.account_id, "reason": "x"}
    assert stranger.post(f"{DESK}tai-khoan/", ending).status_code == 404
