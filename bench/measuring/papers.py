"""Real files of invented papers: as office programs write them, as people sign and as scanners see them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

from conglang.content.documents.tests.papers import Paper, as_word
from conglang.content.documents.tests.scanned import (
    DOTS,
    HEIGHT,
    WIDTH,
    Wear,
    as_jpeg,
    as_scanned_pdf,
    seal,
    worn,
)
from conglang.content.documents.tests.word97 import as_old_word, as_tcvn3_word
from conglang.kernel.text.legacy import TCVN3_LETTERS, VNI_LETTERS
from conglang.tools.papers import sheet as sheets
from conglang.tools.papers.fonts import FACES, FAMILY

SEAL_LEFT, SEAL_ABOVE = 190, 230  # dots from the name of the signer to the corner of the seal
FILLER = """Yêu cầu các phòng, đơn vị thuộc xã và trưởng các thôn phối hợp chặt chẽ, chủ động rà soát, tổ chức
thực hiện nghiêm túc, đúng tiến độ các nội dung được phân công; kịp thời phản ánh khó khăn, vướng mắc về
Ủy ban nhân dân xã (qua Văn phòng) để tổng hợp, xem xét, giải quyết theo quy định."""
FILLERS = 4  # so that a page is as full as one of an office
STYLE = """
@page { size: A4; margin: 20mm 15mm 20mm 30mm }
body { font: 14pt Tinos; margin: 0 }
table { width: 100%; border-collapse: collapse }
td { vertical-align: top; text-align: center; width: 50%; padding: 0 }
.head { font-size: 12pt } .head td:first-child { width: 42% }
.stamp { border: 1.5pt solid; display: inline-block; padding: 4pt; font-size: 10pt }
.day { font-style: italic } .name { padding-top: 26mm }
.title { text-align: center; font-weight: bold; margin: 0 }
.to { margin: 0 0 0 30mm } .body { text-align: justify; text-indent: 12.7mm; margin: 6pt 0 }
.sent { text-align: left; font-size: 11pt }
"""


def file_of(paper: Paper) -> tuple[str, bytes]:
    """The name and the bytes of the file that the paper says it is."""
    kind, _dash, way = paper.form.partition("-")
    made: Any
    if paper.form in {"sheet", "sheet-docx"}:
        made, kind = _sheet(paper, as_docx=way == "docx"), way or "pdf"
    elif kind == "docx":
        made = _in_old_letters(as_word(paper, in_tables=way != "flat"), way)
    elif kind == "doc":
        made = (as_tcvn3_word if way else as_old_word)("\n".join(lines_of(paper)))
    elif kind in {"pdf", "signed"}:
        made, kind = (_signed if kind == "signed" else bytes)(printed(paper)), "pdf"
    else:
        made, kind = _scan(paper, kind), "pdf" if kind == "scan" else kind
    return f"{paper.name}.{kind}", made


def lines_of(paper: Paper) -> list[str]:
    """The paper as one column of lines."""
    head = [*paper.before, *paper.left, paper.number, *paper.about, *paper.right, paper.dated]
    foot = ["Nơi nhận:", *paper.recipients, *paper.signed, *paper.after]
    return [*head, *paper.heading, *paper.body, *foot]


def printed(paper: Paper) -> bytes:
    """As PDF, laid out as the decree wants it, long lines broken as they come."""
    from weasyprint import HTML

    faces = "".join(
        f"@font-face {{ font-family: {FAMILY}; font-weight: {weight}; font-style: {slant};"
        f" src: url({path.as_uri()}) }}"
        for (weight, slant), path in FACES.items()
    )
    made: bytes = HTML(string=f"<style>{faces}{STYLE}</style>{_markup(paper)}").write_pdf()
    return made


def _markup(paper: Paper) -> str:
    stamp = f"<div class=stamp>{_lines(paper.before)}</div>" if paper.before else ""
    left = "<br>".join(map(escape, [paper.number, *paper.about]))
    head = (
        f"<table class=head><tr><td>{_lines(paper.left, rule=True)}<td>{_lines(paper.right, rule=True)}"
        f"<tr><td>{left}<td class=day>{escape(paper.dated)}</table><br>"
    )
    title = "".join(
        f"<p class={'to' if line.startswith(('-', 'Kính')) else 'title'}>{escape(line)}"
        for line in paper.heading
    )
    body = "".join(f"<p class=body>{escape(line)}" for line in [*paper.body, *[FILLER] * FILLERS])
    sent = f"<b><i>Nơi nhận:</i></b><br>{_lines(paper.recipients)}" if paper.recipients else ""
    people = [
        f"<td><b>{_lines(each[:-1])}<div class=name>{escape(each[-1])}</div></b>" for each in signers(paper)
    ]
    foot = people if len(people) > 1 else [f"<td class=sent>{sent}", *people]
    after = "".join(f"<p class=title>{escape(line)}" for line in paper.after)
    return f"{stamp}{head}{title}{body}<table><tr>{''.join(foot)}</table><br>{after}"


def signers(paper: Paper) -> list[list[str]]:
    """The posts and the name of each who signs."""
    found: list[list[str]] = [[]]
    for line in paper.signed:
        found[-1].append(line)
        if not line.isupper():
            found.append([])
    return [each for each in found if each]


def _lines(lines: Sequence[str], *, rule: bool = False) -> str:
    return "<br>".join(map(escape, lines)) + ("<br>_________" if rule else "")


def _sheet(paper: Paper, *, as_docx: bool) -> bytes:
    """By the programs of the product itself."""
    from conglang.tools.papers.printing import pdf
    from conglang.tools.papers.word import docx

    number, _slash, symbol = paper.number.removeprefix("Số: ").partition("/")
    place, _comma, _day = paper.dated.partition(", ")
    sheet = sheets.Sheet(
        issuer=sheets.Issuer(" ".join(paper.left)), kind=paper.heading[0].capitalize(),
        abstract=paper.heading[1], place=place, number=number, symbol=symbol,
        body=[sheets.Paragraph(line) for line in paper.body],
        on=date.fromisoformat(paper.wanted["issued_on"]),
        signatures=[sheets.Signature(each[:-1], each[-1]) for each in signers(paper)],
        recipients=[line.strip("- ;.") for line in paper.recipients],
    )  # fmt: skip
    return docx(sheet) if as_docx else pdf(sheet)


def _in_old_letters(data: bytes, way: str) -> bytes:
    """The Word file in the fonts of before Unicode: capitals of TCVN3 are a font of their own."""
    letters = {"tcvn3": TCVN3_LETTERS, "vni": VNI_LETTERS}.get(way)
    if letters is None:
        return data
    from docx import Document

    document, out = Document(BytesIO(data)), BytesIO()
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    for paragraph in [*document.paragraphs, *(each for cell in cells for each in cell.paragraphs)]:
        for run in paragraph.runs:
            is_capital = way == "tcvn3" and run.text.isupper()
            text = run.text.lower() if is_capital else run.text
            run.text = "".join(letters.get(each, letters.get(each.lower(), each)) for each in text)
            run.font.name = "VNI-Times" if way == "vni" else ".VnTimeH" if is_capital else ".VnTime"
    document.save(out)
    return out.getvalue()


@cache
def _authority() -> Any:
    from conglang.tools.signing.tests.papers import certify

    return certify("Gốc thử", None, datetime.now(UTC), until=timedelta(days=900), authority=True)


def _signed(data: bytes) -> bytes:
    from conglang.tools.signing.tests.papers import certify, sign

    return sign(data, certify("Cơ quan", _authority(), datetime.now(UTC)), _authority())


def _scan(paper: Paper, kind: str) -> bytes:
    wear = replace(Wear(), **paper.wear)
    pages = [worn(page, wear) for page in _sealed(printed(paper), [each[-1] for each in signers(paper)])]
    if kind == "jpeg":
        return as_jpeg(pages[0], wear.quality)
    if kind == "tif":
        data = BytesIO()
        pages[0].save(
            data, "TIFF", compression="jpeg", save_all=True, append_images=pages[1:], dpi=(DOTS, DOTS)
        )
        return data.getvalue()
    return as_scanned_pdf(pages, wear.quality)


def _sealed(data: bytes, names: Sequence[str]) -> list[Any]:
    """The pages as pictures, with a seal over the left third of each signature."""
    import pypdfium2

    pages = []
    for page in pypdfium2.PdfDocument(data):
        picture = page.render(scale=DOTS / 72).to_pil().convert("RGB").resize((WIDTH, HEIGHT))
        words = page.get_textpage()
        for name in names:
            found = words.search(name).get_next()
            if found:
                left, _bottom, _right, top = words.get_charbox(found[0])
                x, y = left * DOTS / 72, HEIGHT - top * DOTS / 72
                seal(picture, (max(0, round(x) - SEAL_LEFT), round(y) - SEAL_ABOVE))
        pages.append(picture)
    return pages
