"""Funds on the public site: figures without names, a code that leads to the account that two people named."""

import re

import zxingcpp
from PIL import Image, ImageDraw

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.tests.villages import visit
from conglang.base.units.scope import everything
from conglang.citizens.payments.services.accounts import end_account
from conglang.citizens.payments.services.funds import Outlay, confirm_spending, enter_spending
from conglang.citizens.payments.tests.conftest import (  # noqa: F401  # fixtures
    NUMBER,
    TODAY,
    asked,
    frozen,
    fund,
    home,
    neighbour,
    paid,
    proposed_fund,
)
from conglang.citizens.payments.vietqr import Transfer, parse
from conglang.kernel.clock import now as clock_now
from conglang.portal.tests.telling import report_from
from conglang.tools.pages.services.lay_out import lay_out_sections

INDEX = "/dong-gop/"
STEPS = re.compile(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?")


def seen_in(page: str) -> Transfer:
    """What a decoder that is not ours reads from the code as the page draws it."""
    [size] = re.findall(r'<svg[^>]*viewBox="0 0 (\d+) ', page)
    [way] = re.findall(r'<path class="qrline"[^>]* d="([^"]+)"', page)
    scale, at = 4, [0.0, 0.0]
    picture = Image.new("L", (int(size) * scale,) * 2, 255)
    draw = ImageDraw.Draw(picture)
    for step, across, down in STEPS.findall(way):
        if step == "h":
            y, begin, end = at[1], at[0], at[0] + float(across)
            draw.rectangle((begin * scale, (y - 0.5) * scale, end * scale - 1, (y + 0.5) * scale - 1), fill=0)
            at[0] = end
        elif step == "M":
            at = [float(across), float(down)]
        else:
            at = [at[0] + float(across), at[1] + float(down)]
    [found] = zxingcpp.read_barcodes(picture)
    return parse(found.text)


def test_figures_are_public_and_names_are_not(home):  # noqa: F811
    row = fund(home)
    one, _two = asked(home, row, 150_000, 150_000)
    paid(home, one)
    outlay = Outlay(TODAY, 90_000, "Mua áo phao", "Phiếu chi 3")
    spent = home.do("accountant", enter_spending, fund_id=row.pk, outlay=outlay)
    assert "Mua áo phao" not in visit(row.get_absolute_url()).content.decode()
    home.do("leader", confirm_spending, spending_id=spent.pk)
    index, page = visit(INDEX), visit(row.get_absolute_url())
    table = visit(f"{INDEX}so-lieu.csv").content.decode()
    assert not index.cookies
    for text in (index.content.decode(), page.content.decode()):
        assert "150.000" in text
        assert "90.000" in text
        assert "Nghị định 78/2021/NĐ-CP" in text
    assert ",150000,1,90000,60000" in table
    for text in (index.content.decode(), page.content.decode(), table):
        assert "Hộ số" not in text
    assert "Mua áo phao" in page.content.decode()


def test_the_section_of_the_site_lists_the_funds(home):  # noqa: F811
    with everything("tests"):
        lay_out_sections(by=Actor.system("tests"), unit_id=home.unit.pk, now=clock_now())
    section = "/quy-dong-gop-va-cuu-tro/"
    assert "chưa có nội dung" in visit(section).content.decode()
    row = fund(home)
    page = visit(section).content.decode()
    assert row.get_absolute_url() in page
    assert "chưa có nội dung" not in page


def test_the_code_and_the_words_beside_it_lead_to_the_same_account(home):  # noqa: F811
    row = fund(home)
    page = visit(row.get_absolute_url()).content.decode()
    assert seen_in(page) == Transfer("970405", NUMBER, None, row.remittance)
    for fact in (NUMBER, "Agribank", "UBND XA BEN SEN", row.remittance, "Chỉ quét mã trên trang này"):
        assert fact in page
    home.do("leader", end_account, account_id=row.account_id, reason="Nghi bị lộ")
    stopped = visit(row.get_absolute_url()).content.decode()
    assert "pay-code" not in stopped
    assert NUMBER not in stopped


def test_a_slip_is_paid_from_and_then_is_a_receipt_that_names_nobody(home):  # noqa: F811
    row = fund(home)
    [request] = asked(home, row, 150_000)
    path = f"{INDEX}tra-cuu/"
    empty, answer = visit(path), visit(f"{path}?ma={str(request).lower()}")
    assert (empty.status_code, answer.status_code, len(answer.cookies)) == (200, 200, 0)
    assert "no-store" in answer["Cache-Control"]
    assert seen_in(answer.content.decode()) == Transfer("970405", NUMBER, 150_000, request.remittance)
    paid(home, request)
    receipt = visit(f"{path}?ma={request.reference}").content.decode()
    assert "Một trăm năm mươi nghìn đồng" in receipt
    assert "pay-code" not in receipt
    assert "Hộ số" not in receipt
    assert "không có phiếu nào mang mã này" in visit(f"{path}?ma=DG26-0000-0000").content.decode()


def test_what_waits_or_is_a_neighbours_is_not_there(home, neighbour):  # noqa: F811
    waiting, other = proposed_fund(home), fund(neighbour)
    [request] = asked(neighbour, other, 1_000)
    assert visit(waiting.get_absolute_url()).status_code == 404
    assert visit(other.get_absolute_url()).status_code == 404
    assert waiting.title not in visit(INDEX).content.decode()
    assert "Hiện không thu khoản nào" in visit(INDEX).content.decode()
    assert visit(f"{INDEX}tra-cuu/?ma={request.reference}").status_code == 422


def test_a_wrong_account_is_reported_from_the_fund_while_it_is_public(home):  # noqa: F811
    row, waiting = fund(home), proposed_fund(home)
    assert report_from(row.get_absolute_url()).page_uid == row.uid
    assert visit(f"{waiting.get_absolute_url()}bao-loi/").status_code == 404
