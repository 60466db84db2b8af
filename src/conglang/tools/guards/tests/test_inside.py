"""A mark is found however deep it lies: files within files, hidden sheets, copies of sheets that are gone."""

import zipfile
from io import BytesIO

import pypdfium2
import pytest
from docx import Document as WordDocument

from conglang.tools.guards.reader import Inside, rows_of
from conglang.tools.guards.rules import Line, Part
from conglang.tools.guards.secrecy import marks

SHEET = (
    '<worksheet xmlns="urn:x"><sheetData><row><c t="inlineStr"><is><t>{}</t></is></c></row></sheetData>'
    "</worksheet>"
)
OLD_CONTAINER = b"\xd0\xcf\x11\xe0" + bytes(2044)


def word(text: str = "Kế hoạch", **inside: bytes) -> bytes:
    document, data = WordDocument(), BytesIO()
    document.sections[0].header.paragraphs[0].text = text
    document.save(data)
    with zipfile.ZipFile(data, "a") as archive:
        for name, content in inside.items():
            archive.writestr(f"word/embeddings/{name.replace('_', '.')}", content)
    return data.getvalue()


def workbook(text: str, *, state: str = "visible", **more: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            '<workbook xmlns="urn:x"><sheets><sheet name="Chung"/>'
            f'<sheet name="{more.get("sheet", "Phụ")}" state="{state}"/></sheets></workbook>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format("Chung"))
        archive.writestr("xl/worksheets/sheet2.xml", SHEET.format(text))
        if "pivot" in more:
            archive.writestr(
                "xl/pivotCache/pivotCacheRecords1.xml", f'<p><r><s v="{more["pivot"]}"/></r></p>'
            )
        if "outside" in more:
            outside = f"<e><row><cell><v>{more['outside']}</v></cell></row></e>"
            archive.writestr("xl/externalLinks/externalLink1.xml", outside)
    return data.getvalue()


def pdf(attached: bytes, name: str) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), BytesIO()
    document.new_page(100, 100)
    document.new_attachment(name).set_data(attached)
    document.save(out)
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()


def found(extension: str, data: bytes) -> bool:
    rows = list(rows_of(extension, data))
    assert not any(part == "gap" for part, _number, _text in rows), rows
    return bool(marks([Line(text, Part(part), number) for part, number, text in rows]))


@pytest.mark.parametrize(
    ("extension", "data"),
    [
        ("docx", word(a_docx=word("MẬT"))),
        ("docx", word(a_xlsx=workbook("TỐI MẬT"))),
        ("docx", word(a_bin=OLD_CONTAINER + word("MẬT"))),
        ("docx", word(a_docx=word(b_xlsx=workbook("MẬT")))),
        ("pdf", pdf(word("TUYỆT MẬT"), "phu-luc.docx")),
        ("pdf", pdf(zipped(a_txt="Hà Nội\nMẬT".encode()), "goi.zip")),
        ("xlsx", workbook("MẬT", state="hidden")),
        ("xlsx", workbook("MẬT", state="veryHidden")),
        ("xlsx", workbook("Phụ", sheet="TỐI MẬT")),
        ("xlsx", workbook("Phụ", pivot="MẬT")),
        ("xlsx", workbook("Phụ", outside="MẬT")),
    ],
)
def test_a_mark_is_found_wherever_it_hides(extension, data):
    assert found(extension, data)


def test_files_inside_without_a_mark_pass():
    assert not found("docx", word(a_docx=word("Kế hoạch"), b_xlsx=workbook("Chung")))
    assert not found("pdf", pdf(word(), "mat-bang.docx"))


def gaps(data: bytes, inside: Inside | None = None) -> int:
    return sum(part == "gap" for part, _number, _text in rows_of("docx", data, inside))


def test_what_lies_too_deep_or_cannot_be_read_is_told():
    deep = word(a_docx=word(a_docx=word(a_docx=word(a_docx=word("MẬT")))))
    assert gaps(deep) == 1
    assert gaps(word(a_bin=OLD_CONTAINER)) == 1
    assert gaps(word(a_docx=b"PK\x03\x04 hong")) == 1
    assert gaps(word(a_mht=b"<html>")) == 1


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT"])
def test_words_in_an_old_container_are_read_as_far_as_they_hang_together(stamp):
    old = OLD_CONTAINER + f"Kế hoạch\r{stamp}\rNội dung".encode("utf-16-le") + bytes(600)
    rows = list(rows_of("docx", word(a_bin=old)))
    assert marks([Line(text, Part(part), number) for part, number, text in rows if part != "gap"])
    assert ("gap", 0, "inside") in rows, "what lies in pieces is missed"
    assert not any(text == stamp for _part, _number, text in rows_of("docx", word(a_bin=OLD_CONTAINER)))


def test_archives_that_would_fill_the_memory_are_not_unpacked():
    bomb = zipped(a_txt=bytes(70 * 1024**2))
    assert len(bomb) < 100_000
    assert gaps(word(a_zip=bomb)) == 1
    many = zipped(**{f"t{number}_txt": b"x" for number in range(40)})
    assert gaps(word(a_zip=many), Inside(most_files=20)) == 21


def test_the_settings_of_a_printer_are_no_file():
    data = BytesIO(workbook("Chung"))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/printerSettings/printerSettings1.bin", b"x")
    assert not found("xlsx", data.getvalue())
