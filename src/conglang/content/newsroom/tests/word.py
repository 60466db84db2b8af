"""Word files as offices have them, built for tests; legacy text is typed as the old programs stored it."""

import unicodedata
import zipfile
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from conglang.kernel.text.legacy import TCVN3_LETTERS, VNI_LETTERS


def tcvn3(text: str) -> str:
    return "".join(TCVN3_LETTERS.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def vni(text: str) -> str:
    return "".join(VNI_LETTERS.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def run(paragraph, text: str, font: str = "", *, bold: bool = False, italic: bool = False):
    added = paragraph.add_run(text)
    added.bold, added.italic = bold or None, italic or None
    if font:
        added.font.name = font
        added._element.rPr.rFonts.set(qn("w:hAnsi"), font)
    return added


def link(paragraph, text: str, address: str) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    rid = paragraph.part.relate_to(address, kind, is_external=True)
    element = paragraph._p.makeelement(qn("w:hyperlink"), {qn("r:id"): rid})
    element.append(paragraph.add_run(text)._r)
    paragraph._p.append(element)


def png(colour: str = "red") -> bytes:
    data = BytesIO()
    Image.new("RGB", (40, 30), colour).save(data, "PNG")
    return data.getvalue()


def stored(document) -> bytes:
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def simple(title: str = "Lịch tiêm phòng", *paragraphs: str) -> bytes:
    document = Document()
    document.add_heading(title, 0)
    for text in paragraphs or ("Từ 8 giờ tại trạm y tế.",):
        document.add_paragraph(text)
    return stored(document)


def with_media(data: bytes, picture: bytes) -> bytes:
    """The file with other bytes for each of its pictures."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, picture if name.startswith("word/media/") else before.read(name))
    return changed.getvalue()


def notice() -> bytes:
    """An administrative notice in all that Decree 30/2020 asks for, with a picture and two tables."""
    document = Document()
    head = document.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ BẾN SEN\n-------"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n-------"
    head.cell(1, 0).text = "Số: 12/TB-UBND"
    head.cell(1, 1).text = "Bến Sen, ngày 3 tháng 11 năm 2026"
    run(document.add_paragraph(), "THÔNG BÁO", bold=True)
    run(document.add_paragraph(), "Về việc tiếp công dân tháng 12", bold=True)
    document.add_paragraph("Ủy ban nhân dân xã thông báo lịch tiếp công dân.")
    document.add_heading("Thời gian", 1)
    document.add_paragraph("Sáng thứ Năm", style="List Bullet")
    document.add_paragraph("Chiều thứ Sáu", style="List Bullet")
    table = document.add_table(rows=2, cols=3)
    for column, (name, value) in enumerate((("Ngày", "3/12"), ("Người tiếp", "Chủ tịch"), ("Phòng", "1"))):
        run(table.cell(0, column).paragraphs[0], name, bold=True)
        table.cell(1, column).text = value
    document.add_picture(BytesIO(png()))
    run(document.add_paragraph(), "Phòng tiếp công dân của xã", italic=True)
    paragraph = document.add_paragraph("Xem thêm tại ")
    link(paragraph, "cổng dịch vụ công", "https://dichvucong.gov.vn/")
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như trên;"
    foot.cell(0, 1).text = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    return stored(document)


def mixed_fonts() -> bytes:
    """One paragraph of TCVN3, its capital font, VNI cut inside a letter, and Unicode as NFD."""
    document = Document()
    document.add_heading("Phông chữ cũ", 0)
    paragraph = document.add_paragraph()
    run(paragraph, tcvn3("Nhân dân xã "), ".VnTime")
    run(paragraph, tcvn3("kế hoạch"), ".VnTimeH", bold=True)
    old = vni(" của Ủy ban nhân dân xã")
    cut = old.index("û") if "û" in old else 6
    run(paragraph, old[:cut], "VNI-Times")
    run(paragraph, old[cut:12], "VNI-Times", italic=True)
    run(paragraph, old[12:], "VNI-Times")
    run(paragraph, unicodedata.normalize("NFD", " được thực hiện."))
    return stored(document)


def font_in_style() -> bytes:
    """An old file that names its font in the style of all paragraphs only."""
    document = Document()
    document.styles["Normal"].font.name = ".VnTime"
    document.add_paragraph(tcvn3("Hội nghị tổng kết năm")).runs[0].bold = True
    document.add_paragraph(tcvn3("Sáng nay, Đảng ủy xã đã họp."))
    return stored(document)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A Word file with one more part, or another one in its place."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry.filename))
        new.writestr(name, content)
    return result.getvalue()


def bomb() -> bytes:
    return with_part(simple(), "word/media/bomb.xml", b"0" * (30 * 1024 * 1024))


def with_macros() -> bytes:
    return with_part(simple(), "word/vbaProject.bin", b"\xd0\xcf\x11\xe0")


def with_entities() -> bytes:
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    return with_part(simple(), "word/document.xml", xml)
