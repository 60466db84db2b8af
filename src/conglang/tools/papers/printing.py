"""A sheet as PDF: PDF/A-2u, tagged, with its fonts inside."""

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from PIL import ImageFile

from conglang.tools.papers import sheet as layout
from conglang.tools.papers.columns import balanced, widths_mm
from conglang.tools.papers.fonts import FACES, FAMILY
from conglang.tools.papers.sheet import Annex, Block, Heading, Paragraph, Sheet, Table, as_list, legible

_STYLE = Path(__file__).parent / "data" / "sheet.css"
_one_at_a_time = Lock()  # a page of tables takes 100 MB while it is laid out


def pdf(sheet: Sheet) -> bytes:
    """The bytes of the PDF. Nothing is fetched for it but the fonts that stand beside this file."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - loading takes a second, and few processes print
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    # loading it lets the whole process take pictures that were cut off for whole ones
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    markup = render_to_string("papers/sheet.html", _context(sheet))
    with _one_at_a_time:
        fonts, fetcher = FontConfiguration(), _fetcher()
        style = CSS(string=_faces() + _STYLE.read_text(), font_config=fonts, url_fetcher=fetcher)
        page = HTML(string=markup, url_fetcher=fetcher)
        made: bytes = page.write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-2u", pdf_tags=True
        )
    return made


def _context(sheet: Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "country": layout.COUNTRY,
        "motto": layout.MOTTO,
        "number_label": layout.NUMBER_LABEL,
        "about_label": layout.ABOUT_LABEL,
        "to_label": layout.TO_LABEL,
        "recipients_label": layout.RECIPIENTS_LABEL,
        "abstract": legible(sheet.abstract),
        "issuer": balanced(legible(sheet.issuer.name.upper()), layout.HEAD_LEFT, layout.ISSUER_PT),
        "body": list(_blocks(sheet.body, layout.TEXT_WIDTH)),
        "to_one": legible(sheet.addressed_to[0]) if len(sheet.addressed_to) == 1 else "",
        "to_many": as_list(sheet.addressed_to) if len(sheet.addressed_to) > 1 else [],
        "signatures": [
            {"post": [legible(line) for line in each.post], "name": legible(each.name)}
            for each in sheet.signatures
        ],
        "recipients": as_list(sheet.recipients),
        "annexes": [_annex(each) for each in sheet.annexes],
    }


def _annex(annex: Annex) -> dict[str, Any]:
    return {
        "name": legible(annex.name),
        "title": legible(annex.title),
        "wide": annex.wide,
        "body": list(_blocks(annex.body, layout.WIDE_TEXT if annex.wide else layout.TEXT_WIDTH)),
    }


def _blocks(blocks: Any, width: float) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield _block(block, width)


def _block(block: Block, width: float) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"form": "paragraph", "text": legible(block.text), "style": block.style.value}
    if isinstance(block, Heading):
        return {"form": "heading", "text": legible(block.text), "level": block.level}
    return {"form": "table", **_table(block, width)}


def _table(table: Table, width: float) -> dict[str, Any]:
    aligns = [column.align.value for column in table.columns]
    return {
        "columns": [
            {"title": legible(column.title), "share": f"{each / width:.3%}"}
            for column, each in zip(table.columns, widths_mm(table, width), strict=True)
        ],
        "span": len(table.columns),
        "rows": [_row(row, aligns) for row in table.rows],
    }


def _row(row: Any, aligns: list[str]) -> dict[str, Any]:
    texts = [legible(text) for text in row]
    if len(texts) == 1 < len(aligns):
        return {"group": texts[0]}
    return {"cells": [{"text": text, "align": align} for text, align in zip(texts, aligns, strict=True)]}


def _faces() -> str:
    """The fonts by their files."""
    rule = "@font-face {{ font-family: {}; font-weight: {}; font-style: {}; src: url({}) }}\n"
    return "".join(rule.format(FAMILY, *cut, path.as_uri()) for cut, path in FACES.items())


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    known = {path.as_uri() for path in FACES.values()}

    class OnlyOurFonts(URLFetcher):  # type: ignore[misc]
        """Refuses every address but those of the fonts."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in known:
                raise ValueError(f"an official sheet fetches nothing: {url}")
            return super().fetch(url, headers)

    return OnlyOurFonts()
