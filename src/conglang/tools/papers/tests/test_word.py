"""The Word file as an office program reads it."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from conglang.tools.papers import Paragraph, Sheet, docx
from conglang.tools.papers.sheet import COUNTRY, MOTTO


@pytest.fixture(scope="module")
def paper(sheet: Sheet):
    return Document(BytesIO(docx(sheet)))


def near(length, millimetres: float) -> bool:
    return abs(length - Mm(millimetres)) < Mm(0.2)


def test_pages_and_margins_are_those_of_the_decree(paper):
    first, annex = paper.sections
    assert near(first.page_width, 210)
    assert near(first.page_height, 297)
    for section in (first, annex):
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert all(near(*each) for each in zip(margins, (20, 20, 30, 15), strict=True))
    assert near(annex.page_width, 297)


def test_letters_are_times_new_roman_of_fourteen_points_in_every_script(paper):
    normal = paper.styles["Normal"]
    assert normal.font.size == Pt(14)
    fonts = normal.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "cs", "eastAsia")} == {
        "Times New Roman"
    }


def test_the_head_is_two_columns_with_country_and_motto(paper):
    head = paper.tables[0]
    assert [near(column.width, width) for column, width in zip(head.columns, (68, 97), strict=True)] == [
        True
    ] * 2
    issuer, country = (cell.text.split("\n") for cell in head.rows[0].cells)
    assert issuer[:2] == ["TỈNH SÔNG MÂY", "ỦY BAN NHÂN DÂN XÃ BẾN ĐÁ"]
    assert country == [COUNTRY, MOTTO, ""]
    motto, below = head.rows[0].cells[1].paragraphs[1:]
    assert not motto.paragraph_format.left_indent, "other letters than expected do not break the motto"
    assert below._p.pPr.find(qn("w:pBdr")) is not None
    line = Mm(97) - below.paragraph_format.left_indent - below.paragraph_format.right_indent
    assert Mm(50) < line < Mm(60)
    assert [cell.text for cell in head.rows[1].cells] == [
        "Số: 12/BC-UBND",
        "Bến Đá, ngày 05 tháng 02 năm 2026",
    ]


def test_the_page_number_is_a_field_that_the_first_page_does_not_show(paper):
    first, annex = paper.sections
    assert first.different_first_page_header_footer
    [number] = first.header.paragraphs
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert number._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_the_body_is_justified_with_the_first_line_set_in(paper):
    [clause, *_] = [each for each in paper.paragraphs if each.text.startswith("Thực hiện Luật")]
    assert clause.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert near(clause.paragraph_format.first_line_indent, 12.7)
    assert [each.text for each in paper.paragraphs if each.style.name == "Heading 1"] == [
        "I. Tình hình chung"
    ]


def test_a_table_keeps_its_widths_and_repeats_its_titles(paper):
    table = paper.tables[1]
    assert [
        near(column.width, width) for column, width in zip(table.columns, (16.5, 99, 49.5), strict=True)
    ] == [True] * 3
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1].cells[0].text == table.rows[1].cells[2].text == "A. Thu trong kỳ"
    last = table.rows[-1].cells
    assert last[1].text == "Khoản thu & chi <29> của quỹ phòng, chống thiên tai"
    assert last[2].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_recipients_stand_beside_the_signature(paper):
    left, right = paper.tables[2].rows[0].cells
    assert left.text.split("\n") == [
        "Nơi nhận:",
        "- Như trên;",
        "- Ủy ban Mặt trận Tổ quốc xã;",
        "- Lưu: VT.",
    ]
    label, first = left.paragraphs[0].runs[0].font, left.paragraphs[1].runs[0].font
    assert (label.size, label.bold, label.italic, first.size) == (Pt(12), True, True, Pt(11))
    assert right.text.split("\n") == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu"]


def test_nobody_signs_a_page_without_a_word(paper):
    last = [each for each in paper.paragraphs if each.text.startswith("Trên đây")]
    assert [each.paragraph_format.keep_with_next for each in last] == [True]


def test_the_file_says_whose_it_is_and_nothing_of_its_maker(paper):
    about = paper.core_properties
    assert about.title == "Báo cáo Kết quả công khai thông tin quý III năm 2026"
    assert about.author == about.last_modified_by == "Ủy ban nhân dân xã Bến Đá"
    assert about.created is None
    assert about.comments == ""


def test_letters_that_no_file_may_hold_do_not_stop_it(sheet):
    odd = replace(sheet, body=[Paragraph("Hoa\u0300 \x00\x1f bình")], annexes=[])
    texts = [each.text for each in Document(BytesIO(docx(odd))).paragraphs]
    assert "Hoà  bình" in texts
