"""A redacted copy holds no trace of the data; what cannot be redacted for certain is refused."""

import re
import zipfile
import zlib
from io import BytesIO

import pytest
from docx import Document as WordDocument

from conglang.tools.guards.reader import rows_of
from conglang.tools.guards.redaction import CannotRedact, redact
from conglang.tools.guards.rules import PERSONAL, Kind

SECRETS = ["001085012345", "0912 345 678", "lan85@gmail.com", "12/03/1985"]
KEPT = ["Nguyễn Văn An", "Hộ nghèo", "DANH SÁCH HỘ NGHÈO"]


def word_list() -> bytes:
    document, data = WordDocument(), BytesIO()
    document.core_properties.comments = "Liên hệ Nguyễn Văn An, CCCD 001085012345"
    document.sections[0].header.paragraphs[0].text = "Người lập: Nguyễn Văn An, SĐT 0912 345 678"
    document.add_paragraph("DANH SÁCH HỘ NGHÈO")
    rows = [
        ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Điện thoại", "Ghi chú"),
        ("1", "Nguyễn Văn An", "12/03/1985", "001085012345", "0912 345 678", "Hộ nghèo"),
    ]
    table = document.add_table(len(rows), len(rows[0]))
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            table.cell(place, column).text = value
    paragraph = document.add_paragraph("Ông Nguyễn Văn An, CCCD 0010")
    paragraph.add_run("8501").bold = True
    paragraph.add_run("2345, email lan85@gmail.com")
    document.add_comment(paragraph.runs, text="Số 001085012345 đã kiểm tra", author="A", initials="A")
    document.save(data)
    return data.getvalue()


def pdf_list(lines: list[str], title: str = "") -> bytes:
    """A page whose letters are named by their Unicode numbers, each line a text of its own."""
    shown = "".join(
        f"BT /F1 11 Tf 40 {760 - 20 * place} Td <{line.encode('utf-16-be').hex()}> Tj ET\n"
        for place, line in enumerate(lines)
    ).encode()
    letters = sorted({ord(letter) for line in lines for letter in line})
    pairs = "".join(f"<{code:04x}> <{code:04x}>\n" for code in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}endbfchar endcmap end end"
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources 10 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Arial /Encoding /Identity-H /DescendantFonts [6 0 R]"
            b" /ToUnicode 7 0 R >>"
        ),
        (
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Arial /FontDescriptor 8 0 R /DW 500"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
        (
            b"<< /Type /FontDescriptor /FontName /Arial /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
            b" /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>"
        ),
        b"<< /Title (%s) >>" % title.encode(),
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return data + b"trailer << /Root 1 0 R /Info 9 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )


def everything_in(data: bytes) -> str:
    """All bytes of a file, with what is packed in it unpacked, and the letters of PDF strings spelled out."""
    packed = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            packed += [archive.read(name) for name in archive.namelist()]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            packed.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            packed.append(stream)
    text = b"\n".join(packed).decode("latin-1")
    spelled = [
        bytes.fromhex(run).decode("utf-16-be", "replace")
        for run in re.findall(r"<((?:[0-9a-fA-F]{4})+)>", text)
    ]
    return text + re.sub(r"<[^>]+>", "", text) + "".join(spelled)


def test_a_word_list_is_redacted_in_every_part():
    copy, found = redact(word_list(), "docx", PERSONAL)
    everything = everything_in(copy)
    text = " ".join(text for _part, _number, text in rows_of("docx", copy))
    assert [value for value in SECRETS if value in everything or value.replace(" ", "") in everything] == []
    assert [value for value in KEPT if value not in text] == []
    assert {each.kind for each in found} >= {Kind.IDENTITY_NUMBER, Kind.PHONE, Kind.EMAIL, Kind.BIRTH_DATE}
    WordDocument(BytesIO(copy))  # Word opens it


def test_only_the_kinds_that_were_chosen_are_taken_out():
    copy, _found = redact(word_list(), "docx", frozenset({Kind.IDENTITY_NUMBER}))
    text = " ".join(text for _part, _number, text in rows_of("docx", copy))
    assert "001085012345" not in everything_in(copy)
    assert "0912 345 678" in text


def test_a_pdf_list_loses_the_words_themselves():
    lines = [
        "DANH SÁCH HỘ NGHÈO",
        "1. Nguyễn Văn An, Hộ nghèo",
        "CCCD: 001085012345",
        "SĐT: 0912 345 678",
        "Email: lan85@gmail.com",
        "Ngày sinh: 12/03/1985",
    ]
    data = pdf_list(lines, title="CCCD 001085012345")
    before = " ".join(text for _part, _number, text in rows_of("pdf", data))
    assert [value for value in [*SECRETS, *KEPT] if value not in before] == []
    copy, _found = redact(data, "pdf", PERSONAL)
    after = " ".join(text for _part, _number, text in rows_of("pdf", copy))
    everything = everything_in(copy)
    assert [value for value in SECRETS if value in after or value in everything] == []
    assert [value for value in KEPT if value not in after] == []


def test_what_has_nothing_to_take_out_has_no_copy():
    with pytest.raises(CannotRedact):
        redact(pdf_list(["Thông báo họp thôn"]), "pdf", PERSONAL)
