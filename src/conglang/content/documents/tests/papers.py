"""Documents in the layouts of Decree 30/2020, built as Word and PDF files for tests."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from textwrap import wrap

from docx import Document

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
BODY = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Căn cứ Kế hoạch số 99/KH-UBND ngày 01 tháng 02 năm 2026 của Ủy ban nhân dân tỉnh Sông Mây;",
    "Các phòng, đơn vị trong xã thực hiện từ ngày 15/3/2026, báo cáo trước ngày 30 tháng 12 năm 2026.",
)
LETTERS_A_LINE = 100
COMMUNE = ("ỦY BAN NHÂN DÂN", "XÃ BẾN SEN")


@dataclass(frozen=True)
class Paper:
    """A document and what a clerk would read from it (`wanted`, by the names of the fields)."""

    wanted: dict[str, str]
    heading: Sequence[str]
    left: Sequence[str] = COMMUNE
    number: str = ""
    dated: str = ""
    about: Sequence[str] = ()  # of a letter, under its number
    body: Sequence[str] = BODY
    recipients: Sequence[str] = ("- Như trên;", "- Lưu: VT.")
    signed: Sequence[str] = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Thử")
    after: Sequence[str] = field(default_factory=tuple)
    right: Sequence[str] = STATE
    before: Sequence[str] = ()  # stamps and marks above everything
    name: str = ""
    form: str = ""  # the kind of file that the bench makes of it
    wear: dict[str, float] = field(default_factory=dict)  # of a scan


def layouts() -> list[Paper]:
    """Papers in the layouts of many offices, from `layouts.toml`."""
    rows = tomllib.loads(Path(__file__).with_name("layouts.toml").read_text("utf-8"))["paper"]
    return [Paper(**row) for row in rows]


def as_word(paper: Paper, *, in_tables: bool = True) -> bytes:
    """As offices write it: letterhead and foot in tables without lines, or in paragraphs."""
    document = Document()
    for line in paper.before:
        document.add_paragraph(line)
    left = [*paper.left, "-------"]
    right = [*paper.right, "---------------"]
    if in_tables:
        head = document.add_table(rows=2, cols=2)
        head.cell(0, 0).text, head.cell(0, 1).text = "\n".join(left), "\n".join(right)
        head.cell(1, 0).text = "\n".join([paper.number, *paper.about])
        head.cell(1, 1).text = paper.dated
    else:
        for line in (*left, *right, paper.number, *paper.about, paper.dated):
            document.add_paragraph(line)
    for line in (*paper.heading, *paper.body):
        document.add_paragraph(line)
    foot = [["Nơi nhận:", *paper.recipients], list(paper.signed)]
    if in_tables:
        table = document.add_table(rows=1, cols=2)
        for cell, lines in zip(table.rows[0].cells, foot, strict=True):
            cell.paragraphs[0].text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)
    else:
        for line in (*foot[0], *foot[1]):
            document.add_paragraph(line)
    for line in paper.after:
        document.add_paragraph(line)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def as_pdf(paper: Paper, *, by_rows: bool = False) -> bytes:
    """One page with two columns at head and foot, written column by column or row by row."""
    left = [*paper.left, paper.number, *paper.about]
    right = [*paper.right, paper.dated]
    foot = ["Nơi nhận:", *paper.recipients]
    start = 800 - 16 * len(paper.before)
    spots = [(40, 800 - 16 * at, line) for at, line in enumerate(paper.before)]
    spots += _columns(left, right, start, by_rows=by_rows)
    top = start - 16 * max(len(left), len(right)) - 20
    for line in (*paper.heading, *paper.body):
        for piece in wrap(line, LETTERS_A_LINE):
            spots.append((70, top, piece))
            top -= 16
    spots += _columns(foot, list(paper.signed), top - 10, by_rows=by_rows)
    top -= 16 * max(len(foot), len(paper.signed)) + 40
    for line in paper.after:
        spots.append((70, top, line))
        top -= 16
    return pdf_of(spots)


Spot = tuple[int, int, str]


def _columns(left: Sequence[str], right: Sequence[str], top: int, *, by_rows: bool) -> list[Spot]:
    first = [(40, top - 16 * at, line) for at, line in enumerate(left) if line]
    second = [(330, top - 16 * at, line) for at, line in enumerate(right) if line]
    return sorted(first + second, key=lambda spot: (-spot[1], spot[0])) if by_rows else first + second


def pdf_of(spots: Sequence[Spot]) -> bytes:
    """Words at their places; the font is none of ours, what they mean stands in its map to Unicode."""
    words = "".join(
        f"BT /F1 11 Tf 1 0 0 1 {x} {y} Tm <{line.encode('utf-16-be').hex()}> Tj ET\n" for x, y, line in spots
    ).encode()
    ranges = "\n".join(f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in (0, 1, 3, 0x1E, 0x20))
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"5 beginbfrange\n{ranges}\nendbfrange endcmap end end"
    ).encode()
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Times /Encoding /Identity-H"
        b" /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    )
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Times /DW 500 /FontDescriptor 8 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    descriptor = (
        b"<< /Type /FontDescriptor /FontName /Times /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        font,
        descendant,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(to_unicode), to_unicode),
        descriptor,
    ]
    data, places = b"%PDF-1.4\n", b""
    for number, content in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 9\n0000000000 65535 f \n" + places
    return data + table + b"trailer << /Root 1 0 R /Size 9 >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
