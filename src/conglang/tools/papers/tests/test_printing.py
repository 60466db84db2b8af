"""The PDF as a reader of PDF sees it: measured, not believed."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from PIL import ImageFile
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdfium2 import raw

from conglang.tools.papers import Heading, Paragraph, Sheet, Signature, pdf
from conglang.tools.papers.printing import _fetcher
from conglang.tools.papers.sheet import COUNTRY, MOTTO

MM = 72 / 25.4


@pytest.fixture(scope="module")
def data(sheet: Sheet) -> bytes:
    return pdf(sheet)


@pytest.fixture(scope="module")
def pages(data: bytes) -> Iterator[list[pypdfium2.PdfPage]]:
    document = pypdfium2.PdfDocument(data)
    yield [document[at] for at in range(len(document))]
    document.close()


def text_of(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_range().split())


def boxes(page: pypdfium2.PdfPage, wanted: str = "") -> list[tuple[float, float, float, float]]:
    """Boxes of the letters in millimetres from the left and upper edge: left, top, right, bottom."""
    words, height = page.get_textpage(), page.get_height()
    text = words.get_text_range()
    start = text.index(wanted) if wanted else 0
    places = range(start, start + len(wanted)) if wanted else range(words.count_chars())
    found = [words.get_charbox(at) for at in places if not text[at].isspace()]
    return [(x1 / MM, (height - y2) / MM, x2 / MM, (height - y1) / MM) for x1, y1, x2, y2 in found]


def test_pages_are_a4_and_a_wide_annex_lies_on_its_side(pages):
    sizes = [(round(page.get_width() / MM), round(page.get_height() / MM)) for page in pages]
    assert sizes == [(210, 297), (210, 297), (210, 297), (297, 210)]


def test_nothing_but_the_page_number_stands_in_the_margins(pages):
    for page in pages:
        width = page.get_width() / MM
        body = [box for box in boxes(page) if box[1] > 19.5]
        assert min(box[0] for box in body) >= 29.7
        assert max(box[2] for box in body) <= width - 14.7
        assert max(box[3] for box in body) <= page.get_height() / MM - 19.5
    assert min(box[0] for box in boxes(pages[1]) if box[1] > 19.5) < 32  # the text does use the width


def test_page_numbers_stand_in_the_middle_of_the_upper_margin_but_not_on_the_first_page(pages):
    above = [[box for box in boxes(page) if box[3] < 20] for page in pages]
    assert [len(each) for each in above] == [0, 1, 1, 0]
    assert text_of(pages[1]).endswith(" 2")
    [number] = above[1]
    assert (number[0] + number[2]) / 2 == pytest.approx(30 + 165 / 2, abs=1)


def test_an_annex_counts_its_pages_anew(sheet):
    rows = sheet.annexes[0].body[0].rows * 20
    table = replace(sheet.annexes[0].body[0], rows=rows)
    long = replace(sheet, body=[Paragraph("Ngắn.")], annexes=[replace(sheet.annexes[0], body=[table])])
    document = pypdfium2.PdfDocument(pdf(long))
    assert len(document) > 3
    assert text_of(document[2]).endswith(" 2")


def test_the_head_has_two_columns_and_the_motto_in_one_line(pages):
    first = pages[0]
    country, motto = boxes(first, COUNTRY), boxes(first, MOTTO)
    issuer = boxes(first, "ỦY BAN NHÂN DÂN XÃ BẾN ĐÁ")
    assert max(box[1] for box in country) - min(box[1] for box in country) < 3
    assert max(box[2] for box in issuer) < min(box[0] for box in country)
    assert max(box[3] for box in country) < min(box[3] for box in motto)
    assert "Số: 12/BC-UBND" in text_of(first)
    assert "Bến Đá, ngày 05 tháng 02 năm 2026" in text_of(first)


def test_a_line_as_long_as_the_motto_is_drawn_below_it(pages):
    motto = boxes(pages[0], MOTTO)
    left, right, bottom = motto[0][0], motto[-1][2], max(box[3] for box in motto)
    height = pages[0].get_height()
    lines = [
        (x1 / MM, x2 / MM)
        for thing in pages[0].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
        for x1, y1, x2, y2 in [thing.get_bounds()]
        if 0 < (height - y1) / MM - bottom < 3
    ]
    assert any(x1 == pytest.approx(left, abs=1) and x2 == pytest.approx(right, abs=1) for x1, x2 in lines)


def test_every_font_is_inside_and_is_ours(pages):
    names = set()
    for page in pages:
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font, name = raw.FPDFTextObj_GetFont(thing.raw), ctypes.create_string_buffer(99)
            raw.FPDFFont_GetBaseFontName(font, name, len(name))
            assert raw.FPDFFont_GetIsEmbedded(font) == 1
            names.add(name.value.decode().partition("+")[2])
    assert names == {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}


def test_the_file_is_made_to_be_kept_and_to_be_read_aloud(data):
    root = PdfFileReader(BytesIO(data)).root
    about = root["/Metadata"].data.decode()
    assert re.findall(r'pdfaid:(part|conformance)(?:>|=")(\w+)', about) == [
        ("part", "2"),
        ("conformance", "U"),
    ]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_value("Title") == "Báo cáo Kết quả công khai thông tin quý III năm 2026"


def test_those_who_get_it_and_who_signs_stand_at_the_end(pages):
    last = text_of(pages[2])
    assert "Nơi nhận: - Như trên; - Ủy ban Mặt trận Tổ quốc xã; - Lưu: VT." in last
    assert "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH" in last


def test_a_letter_has_its_subject_below_the_number_and_markup_in_it_is_text(sheet):
    nasty = '<img src="file:///etc/passwd"> & <b>đậm</b>'
    letter = replace(sheet, kind="", symbol="UBND-VP", abstract=nasty, body=[Paragraph(nasty)], annexes=[])
    page = pypdfium2.PdfDocument(pdf(letter))[0]
    text = text_of(page)
    assert "Số: 12/UBND-VP" in text
    assert "V/v <img" in text
    assert nasty in text
    assert list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])) == []


def test_people_sign_side_by_side(sheet):
    record = replace(
        sheet, kind="Biên bản", annexes=[], recipients=["Lưu: VT"], body=[Heading("Nội dung")],
        signatures=[Signature(["Người niêm yết"], "Lê Văn Mẫu"), Signature(["Trưởng thôn"], "Trần Thị Mẫu")],
    )  # fmt: skip
    page = pypdfium2.PdfDocument(pdf(record))[0]
    left, right = boxes(page, "Lê Văn Mẫu"), boxes(page, "Trần Thị Mẫu")
    assert left[-1][2] < right[0][0]
    assert left[0][1] == pytest.approx(right[0][1], abs=2)


@pytest.mark.parametrize("url", ["https://vidu.example/a.png", "file:///etc/passwd", "data:text/plain,a"])
def test_nothing_is_fetched(url):
    with pytest.raises(ValueError, match="fetches nothing"):
        _fetcher().fetch(url)


def test_loading_the_room_does_not_load_the_printer():
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    code = (
        "import sys, conglang.tools.papers.sheet, conglang.tools.papers.word; sys.exit('docx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_after_printing_a_picture_that_was_cut_off_is_still_broken(sheet):
    pdf(sheet)
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
