"""Every part of a file is read, gaps are told, and the virus scanner is spoken to in its own protocol."""

import socket
import struct
import threading
import zipfile
from contextlib import contextmanager
from io import BytesIO

import pytest
from docx import Document as WordDocument

from conglang.tools.guards import scanner
from conglang.tools.guards.examination import Gap
from conglang.tools.guards.reader import rows_of
from conglang.tools.guards.reading import read_report
from conglang.tools.guards.rules import Kind, Line, Part
from conglang.tools.guards.scanner import ScannerSilent
from conglang.tools.guards.secrecy import marks

BOX = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict>{}</w:pict></w:r></w:p>'
)
_WORDS = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
TEXT_BOX = f"<v:shape><v:textbox>{_WORDS}</v:textbox></v:shape>"
WATERMARK = '<v:shape><v:textpath string="{}"/></v:shape>'


def word(stamp: str, where: str) -> bytes:
    document, data = WordDocument(), BytesIO()
    paragraph = document.add_paragraph("Nội dung")
    if where == "header":
        document.sections[0].header.paragraphs[0].text = stamp
    elif where == "footer":
        document.sections[0].footer.paragraphs[0].text = stamp
    elif where == "cell":
        document.add_table(1, 2).cell(0, 0).text = stamp
    elif where == "cut":
        paragraph = document.add_paragraph(stamp[:2])
        paragraph.add_run(stamp[2:]).bold = True
    elif where == "comment":
        document.add_comment(paragraph.runs, text=stamp, author="A", initials="A")
    elif where == "properties":
        document.core_properties.category = stamp
    document.save(data)
    shape = {"box": TEXT_BOX, "watermark": WATERMARK}.get(where)
    return _with(data, BOX.format(shape.format(stamp))) if shape else data.getvalue()


def _with(data: BytesIO, paragraph: str) -> bytes:
    result = BytesIO()
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = part.replace(b"<w:sectPr", paragraph.encode() + b"<w:sectPr", 1)
            target.writestr(name, part)
    return result.getvalue()


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "LƯU HÀNH NỘI BỘ"])
@pytest.mark.parametrize(
    "where", ["header", "footer", "cell", "cut", "comment", "properties", "box", "watermark"]
)
def test_a_stamp_anywhere_in_a_word_file_is_found(stamp, where):
    rows = rows_of("docx", word(stamp, where))
    assert marks([Line(text, Part(part), number) for part, number, text in rows if part != "gap"])


def test_a_table_of_a_workbook_is_read_row_by_row_with_its_page_header():
    data = BytesIO()
    sheet = (
        '<worksheet xmlns="urn:x"><sheetData><row><c t="s"><v>0</v></c>'
        '<c t="inlineStr"><is><t>CCCD</t></is></c></row>'
        "</sheetData><headerFooter><oddHeader>&amp;CTỐI MẬT</oddHeader></headerFooter></worksheet>"
    )
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", '<sst xmlns="urn:x"><si><t>Họ tên</t></si></sst>')
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    assert list(rows_of("xlsx", data.getvalue())) == [("sheet", 1, "Họ tên\tCCCD"), ("header", 1, "TỐI MẬT")]


def test_what_cannot_be_read_says_so_and_kills_nothing(tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    assert read_report(broken, "pdf").gaps == [(Gap.UNREADABLE, 0)]
    assert read_report(broken, "mp4").gaps == []


@contextmanager
def clamd(path, reply: bytes | None = None):
    """Listens as ClamAV's daemon does: reads the chunks, answers for the EICAR word."""
    received = []
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen()

    def serve():
        connection, _address = listener.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            data = b""
            while size := struct.unpack("!I", stream.read(4))[0]:
                data += stream.read(size)
            received.append(data)
            verdict = b"Eicar-Signature FOUND" if b"EICAR" in data else b"OK"
            connection.sendall(reply if reply is not None else b"stream: " + verdict + b"\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield received
    thread.join(5)
    listener.close()


@pytest.mark.parametrize(("data", "name"), [(b"x" * 200_000, ""), (b"EICAR test", "Eicar-Signature")])
def test_a_file_is_streamed_to_the_scanner_and_its_verdict_read(tmp_path, settings, data, name):
    settings.CLAMD = str(tmp_path / "clamd.ctl")
    with clamd(settings.CLAMD) as received:
        assert scanner.scan(BytesIO(data)) == name
    assert received == [data]


@pytest.mark.parametrize("reply", [b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_a_scanner_without_a_verdict_is_silent(tmp_path, settings, reply):
    settings.CLAMD = str(tmp_path / "clamd.ctl")
    with clamd(settings.CLAMD, reply), pytest.raises(ScannerSilent):
        scanner.scan(BytesIO(b"data"))


def test_no_scanner_is_no_address_and_a_dead_one_is_silent(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(scanner, "USUAL_SOCKETS", ())
    settings.CLAMD = ""
    assert scanner.address() == ""
    settings.CLAMD = str(tmp_path / "nobody.ctl")
    with pytest.raises(ScannerSilent):
        scanner.scan(BytesIO(b"data"))


def test_kinds_are_told_apart():
    assert marks([Line("CHỈ DÙNG NỘI BỘ", Part.HEADER)])[0].kind is Kind.INTERNAL


def in_old_fonts(*, named_by_style: bool) -> bytes:
    """Words in fonts of before Unicode, in lines and in a cell of several lines."""
    document, data = WordDocument(), BytesIO()
    cell = document.add_table(1, 2).cell(0, 0)
    small = document.add_paragraph().add_run("Phßng V¨n hãa")
    capitals = [cell.add_paragraph().add_run(text) for text in ("kÕ ho¹ch", "x· bÕn sen")]
    if named_by_style:
        document.styles["Normal"].font.name = ".VnTimeH"
    else:
        small.font.name = ".VnTime"
        for run in capitals:
            run.font.name = ".VnTimeH"
    document.save(data)
    return data.getvalue()


@pytest.mark.parametrize("named_by_style", [True, False])
def test_letters_come_out_of_the_fonts_of_before(named_by_style):
    texts = [text for part, _page, text in rows_of("docx", in_old_fonts(named_by_style=named_by_style))]
    assert "\vKẾ HOẠCH\vXÃ BẾN SEN\t" in texts
    assert ("PHÒNG VĂN HÓA" if named_by_style else "Phòng Văn hóa") in texts


def test_a_long_text_in_an_old_encoding_keeps_its_cells(tmp_path):
    told = "Uû ban nh©n d©n x· th«ng b¸o lÞch tiÕp c«ng d©n, thêi gian, ®Þa ®iÓm vµ ng­êi chñ tr× nh­ sau"
    document, path = WordDocument(), tmp_path / "cu.docx"
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = f"{told}\nM\u00cbT", told
    document.save(path)
    assert read_report(path, "docx").findings[0].kind is Kind.SECRECY
