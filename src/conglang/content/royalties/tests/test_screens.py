"""The desk's screens over HTTP, and the files that the accountant opens."""

from datetime import datetime
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from conglang.base.accounts.models import User
from conglang.base.accounts.tests.villages import page
from conglang.base.units.scope import everything
from conglang.content.royalties.models import MonthSheet, Paid, Payee, RateTable, Work, YearBudget
from conglang.content.royalties.tests.conftest import (
    LATER,
    approved,
    decide_prices,
    drawn_up,
    fresh,
    published,
    works_of,
)
from conglang.kernel import clock

BACKEND = "conglang.base.accounts.backends.UnitRoleBackend"
DESK = "/nhuan-but/"
AUTHOR = "Nguyễn Văn A"


@pytest.fixture
def desk(desk):
    """In December."""
    with clock.frozen(LATER):
        yield desk


def test_a_month_goes_from_proposal_to_payment_by_three_people(home, desk):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    secretary = desk(home.desk)
    path = secretary.post(DESK, {"thang": "2026-11"}).headers["Location"]
    shown = page(secretary, path)
    assert "185.000" in shown
    assert "một trăm tám mươi lăm nghìn đồng" in shown
    with everything("tests"):
        sheet, payee = MonthSheet.objects.get(), Payee.objects.get(name=AUTHOR)
        work, payment = Work.objects.get(), Paid.objects.get(payee=payee)
    assert f"{DESK}tac-pham/{work.pk}/" in page(secretary, f"{path}?nguoi={payee.pk}")
    head, inside = desk(home.head), f"{DESK}tac-pham/{work.pk}/"
    head.post(inside, {"payment": payment.pk, "amount": "200000", "reason": "Bài phải đi thực tế ba ngày"})
    assert "150.000 → 200.000" in page(head, inside)
    leader = desk(home.leader)
    leader.post(path, {"duyet": fresh(sheet).changed_at.isoformat()})
    assert fresh(sheet).approved_by_id == home.leader.user_id
    desk(home.accountant).post(path, {"chi": "1", "ngay": "2026-12-02"})
    assert "02/12/2026" in page(secretary, path)
    assert secretary.post(inside, {"payment": payment.pk, "amount": "1", "reason": "Sửa"}).status_code == 403


def test_a_work_is_set_in_its_form_and_a_wrong_share_loses_nothing_that_was_typed(home, desk):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    [work] = works_of(drawn_up(home))
    client, path = desk(home.desk), f"{DESK}tac-pham/{work.pk}/"
    assert "Nguyễn Văn A; 100" in page(client, path)
    typed = {"genre": "report", "value": "600000", "use": "creation", "pictures": "0"}
    wrong = client.post(path, typed | {"authors": "Nguyễn Văn A; 60\nTrần Thị B; 30"})
    assert wrong.status_code == 422
    assert "Trần Thị B; 30" in wrong.content.decode()
    for share in ("NaN", "1e99", "-5", "101", ""):
        assert client.post(path, typed | {"authors": f"A; {share}\nB; 50"}).status_code == 422, share
    assert client.post(path, typed | {"authors": "Nguyễn Văn A; 60\nTrần Thị B; 40"}).status_code == 302
    shown = page(client, path)
    assert "360.000" in shown
    assert "240.000" in shown


def test_a_table_and_a_budget_are_entered_on_the_desk(home, desk):
    client = desk(home.desk)
    typed = {"decision": "31/QĐ-UBND", "decided_on": "2026-11-30", "valid_from": "2026-11-01"}
    over = client.post(f"{DESK}bang-gia/", typed | {"news-usual": "3", "news-kind": "coefficient"})
    assert over.status_code == 422
    assert "giá trị một đơn vị hệ số" in over.content.decode()
    assert client.post(f"{DESK}bang-gia/", typed | {"news-usual": "150000"}).status_code == 302
    with everything("tests"):
        row = RateTable.objects.get()
    assert row.rates == {"news": {"kind": "amount", "usual": "150000"}}
    desk(home.leader).post(f"{DESK}bang-gia/", {"xac-nhan": row.pk})
    assert fresh(row).confirmed_by_id == home.leader.user_id
    desk(home.accountant).post(f"{DESK}du-toan/", {"year": "2026", "amount": "30000000", "decision": "9/QĐ"})
    assert "30.000.000" in page(client, f"{DESK}du-toan/")
    with everything("tests"):
        assert YearBudget.objects.get().decision == "9/QĐ"


def test_contributors_see_what_they_get_and_nobody_elses_money(home, neighbour, desk):
    decide_prices(home)
    published(home, "Bài của tôi", author_name=User.objects.get(pk=home.writer.user_id).full_name)
    published(home, "Bài người khác")
    sheet = drawn_up(home)
    writer = desk(home.writer)
    shown = page(writer, DESK)
    assert "Bài của tôi" in shown
    assert "Bài người khác" not in shown
    with everything("tests"):
        payee, work = Payee.objects.first(), Work.objects.first()
    for path in (f"{sheet.pk}/", f"tac-pham/{work.pk}/", f"nguoi-nhan/{payee.pk}/", "du-toan/", "bang-gia/"):
        assert writer.get(f"{DESK}{path}").status_code == 403, path
    stranger = desk(neighbour.head)
    for path in (f"{sheet.pk}/", f"tac-pham/{work.pk}/", f"nguoi-nhan/{payee.pk}/"):
        assert stranger.get(f"{DESK}{path}").status_code == 404, path


def test_bank_details_are_kept_for_the_accountant(home, desk):
    decide_prices(home)
    published(home, "Lịch tiêm phòng")
    sheet = drawn_up(home)
    with everything("tests"):
        payee = Payee.objects.get(name=AUTHOR)
    path, typed = f"{DESK}nguoi-nhan/{payee.pk}/", {"name": AUTHOR, "tax_code": "12x"}
    client = desk(home.desk)
    assert client.post(path, typed).status_code == 422
    typed = {"name": AUTHOR, "tax_code": "0123456789", "bank": "Ngân hàng Mẫu", "account": "000111222"}
    assert client.post(path, typed).status_code == 302
    book = load_workbook(BytesIO(desk(home.accountant).get(f"{DESK}{sheet.pk}/?tep=xlsx").content))
    assert ["0123456789", "Ngân hàng Mẫu", "000111222"] in [
        [cell.value for cell in row[2:5]] for row in book["Bảng chi"].iter_rows()
    ]


def test_the_files_add_up_to_what_stands_on_the_screen(home, desk):
    decide_prices(home)
    published(home, "=1+1 bài có dấu bằng")
    published(home, "Lịch họp dân")
    sheet = approved(home, drawn_up(home))
    client, path = desk(home.accountant), f"{DESK}{sheet.pk}/"
    book = load_workbook(BytesIO(client.get(f"{path}?tep=xlsx").content), data_only=True)
    people, works = book["Bảng chi"], book["Tác phẩm"]
    lines = [[cell.value for cell in row] for row in people.iter_rows()]
    assert lines[0][4] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    first = next(at for at, line in enumerate(lines) if line[0] == "STT") + 1
    last = next(at for at, line in enumerate(lines) if line[1] == "Tổng cộng")
    for column in (5, 6, 7):
        assert sum(line[column] for line in lines[first:last]) == lines[last][column]
    assert lines[last][5] == 370_000
    assert any("Ba trăm bảy mươi nghìn đồng" in str(line[0]) for line in lines)
    amounts = [row[6].value for row in works.iter_rows(min_row=2)]
    assert sum(amounts[:-1]) == amounts[-1] == 370_000
    assert works["C2"].data_type == "s", "a title is no formula"
    paper = Document(BytesIO(client.get(f"{path}?tep=docx").content))
    of_people, of_works = [each for each in paper.tables if each.cell(0, 0).text == "STT"]
    assert [cell.text for cell in of_people.rows[-1].cells][1:5] == ["Tổng cộng", "370.000", "0", "370.000"]
    assert of_works.rows[-1].cells[-1].text == "370.000"
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "Tổng số tiền bằng chữ: Ba trăm bảy mươi nghìn đồng./." in text
    assert "Căn cứ Quyết định số 31/QĐ-UBND ngày 01/09/2026;" in text


def test_strange_months_and_buttons_open_nothing(home, desk):
    client = desk(home.desk)
    for month in ("", "2026", "2026-13", "abc", "999999-01"):
        assert client.post(DESK, {"thang": month}).status_code == 404, month
    assert client.post(DESK, {"thang": "2027-01"}).headers["Location"] == DESK
    sheet = drawn_up(home)
    assert isinstance(sheet.changed_at, datetime)
    assert desk(home.leader).post(f"{DESK}{sheet.pk}/", {"duyet": "gestern"}).status_code == 404
    assert client.post(f"{DESK}bang-gia/", {"xac-nhan": "x"}).status_code == 404
