"""A sheet as DOCX, to be edited in any office program, with the measures of the PDF."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from conglang.tools.papers import sheet as layout
from conglang.tools.papers.columns import balanced, widths_mm
from conglang.tools.papers.fonts import width_mm
from conglang.tools.papers.sheet import Align, Annex, Block, Heading, Paragraph, Sheet, Style, Table, legible

FACE = "Times New Roman"  # on every desk; the PDF has letters of the same width
SIGNING_MM, GAP_MM = 24, 6


def docx(sheet: Sheet) -> bytes:
    """The bytes of the Word file."""
    from docx import Document  # noqa: PLC0415 - few processes write Word files

    paper = _Paper(Document())
    paper.begin(sheet)
    paper.head(sheet)
    paper.body(sheet.body, layout.TEXT_WIDTH)
    paper.closing(sheet)
    for annex in sheet.annexes:
        paper.annex(sheet, annex)
    stored = BytesIO()
    paper.document.save(stored)
    return stored.getvalue()


class _Paper:
    """A Word document while it is written. Widths are millimetres, sizes points."""

    def __init__(self, document: Any) -> None:
        from docx import shared  # noqa: PLC0415
        from docx.enum import section, table, text  # noqa: PLC0415
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415

        self.document = document
        self.mm, self.pt, self.element, self.qn = shared.Mm, shared.Pt, OxmlElement, qn
        self.orientation, self.new_page = section.WD_ORIENTATION, section.WD_SECTION.NEW_PAGE
        self.middle = table.WD_ALIGN_VERTICAL.CENTER
        at = text.WD_ALIGN_PARAGRAPH
        self.alignments = {Align.START: at.LEFT, Align.CENTRE: at.CENTER, Align.END: at.RIGHT}
        self.justified = at.JUSTIFY

    def begin(self, sheet: Sheet) -> None:
        """Page, letters, page numbers, and what the file says of itself."""
        section = self.document.sections[0]
        self._measure(section, wide=False)
        section.different_first_page_header_footer = True
        self._page_number(section.header.paragraphs[0])
        normal = self.document.styles["Normal"]
        self._face(normal, layout.BODY_PT)
        normal.paragraph_format.space_before = normal.paragraph_format.space_after = self.pt(0)
        normal.paragraph_format.line_spacing = 1.1
        for level in (1, 2, 3):
            style = self.document.styles[f"Heading {level}"]
            self._face(style, layout.BODY_PT)
            style.font.bold, style.font.italic, style.font.color.rgb = True, level == 3, None
            form = style.paragraph_format
            form.space_before = form.space_after = self.pt(6)
            form.first_line_indent = self.mm(layout.INDENT)
        about = self.document.core_properties
        about.title, about.language = legible(sheet.title), "vi-VN"
        about.author = about.last_modified_by = legible(sheet.issuer.name)
        about.comments = ""
        for moment in list(about._element):
            if moment.tag.endswith(("}created", "}modified")):  # of the empty file that each begins as
                about._element.remove(moment)

    def head(self, sheet: Sheet) -> None:
        """Issuer and country side by side, number and date below them, then kind and abstract."""
        right = layout.TEXT_WIDTH - layout.HEAD_LEFT
        rows = self._frame([layout.HEAD_LEFT, right], 2)
        issuer, country = rows[0]
        if sheet.issuer.above:
            self._line(issuer, sheet.issuer.above.upper(), layout.ISSUER_PT)
        name = balanced(sheet.issuer.name.upper(), layout.HEAD_LEFT, layout.ISSUER_PT)
        self._line(issuer, name, layout.ISSUER_PT, bold=True)
        self._rule(issuer, 25, layout.HEAD_LEFT)
        self._line(country, layout.COUNTRY, layout.COUNTRY_PT, bold=True)
        self._line(country, layout.MOTTO, layout.MOTTO_PT, bold=True)
        # below it, not as its border: a letter wider than expected would break the motto
        self._rule(country, width_mm(layout.MOTTO, layout.MOTTO_PT, "bold"), right)
        number, day = rows[1]
        if sheet.code:
            self._line(number, f"{layout.NUMBER_LABEL} {sheet.code}", layout.NUMBER_PT)
        if not sheet.kind:
            self._line(number, f"{layout.ABOUT_LABEL} {sheet.abstract}", layout.ISSUER_PT)
        self._line(day, sheet.dateline, layout.NUMBER_PT, italic=True)
        if sheet.kind:
            self._title(sheet.kind, sheet.abstract, layout.TEXT_WIDTH)
        self._addressed(sheet.addressed_to)

    def body(self, blocks: Iterable[Block], width: float) -> None:
        """Paragraphs, headings and tables in their order."""
        for block in blocks:
            if isinstance(block, Table):
                self._table(block, width)
            elif isinstance(block, Heading):
                self.document.add_heading(legible(block.text), block.level)
            else:
                self._paragraph(block)

    def closing(self, sheet: Sheet) -> None:
        """Places to sign; recipients at the left of a single one, else below."""
        signatures, recipients = sheet.signatures, sheet.recipients
        beside = len(signatures) < 2
        if signatures:
            self._line(self.document, "", layout.BODY_PT)
            for line in self.document.paragraphs[-2:]:
                line.paragraph_format.keep_with_next = True  # nobody signs a page without a word
            count = max(2, len(signatures))
            [cells] = self._frame([layout.TEXT_WIDTH / count] * count, 1)
            for cell, each in zip(cells[-len(signatures) :], signatures, strict=True):
                for line in each.post:
                    post = balanced(line.upper(), layout.TEXT_WIDTH / count - GAP_MM, layout.BODY_PT)
                    self._line(cell, post, layout.BODY_PT, bold=True)
                name = self._line(cell, each.name, layout.BODY_PT, bold=True)
                name.paragraph_format.space_before = self.mm(SIGNING_MM)
            if recipients and beside:
                self._recipients(cells[0], recipients)
        if recipients and not (signatures and beside):
            self._line(self.document, "", layout.BODY_PT)
            self._recipients(self.document, recipients)

    def annex(self, sheet: Sheet, annex: Annex) -> None:
        """What is attached, on pages counted from one."""
        section = self.document.add_section(self.new_page)
        self._measure(section, wide=annex.wide)
        start = self.element("w:pgNumType")
        start.set(self.qn("w:start"), "1")
        for old in section._sectPr.findall(self.qn("w:pgNumType")):
            section._sectPr.remove(old)
        section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")
        width = layout.WIDE_TEXT if annex.wide else layout.TEXT_WIDTH
        self._title(annex.name, annex.title, width, sheet.annex_note)
        self.body(annex.body, width)

    def _title(self, kind: str, abstract: str, width: float, note: str = "") -> None:
        name = self._line(self.document, kind.upper(), layout.BODY_PT, bold=True)
        name.paragraph_format.space_before = self.pt(layout.BODY_PT)
        if abstract:
            self._line(self.document, abstract, layout.BODY_PT, bold=True)
        if note:
            self._line(self.document, note, layout.BODY_PT, italic=True)
        if abstract or note:
            self._rule(self.document, 25, width)
        self._line(self.document, "", layout.BODY_PT)

    def _addressed(self, names: Sequence[str]) -> None:
        if len(names) == 1:
            self._line(self.document, f"{layout.TO_LABEL} {names[0]}", layout.BODY_PT)
        elif names:
            lines = [layout.TO_LABEL, *layout.as_list(names)]
            for text in lines:
                line = self._line(self.document, text, layout.BODY_PT, align=Align.START)
                line.paragraph_format.left_indent = self.mm(30)
        if names:
            self._line(self.document, "", 6)

    def _recipients(self, holder: Any, names: Sequence[str]) -> None:
        label = self._line(holder, layout.RECIPIENTS_LABEL, layout.RECIPIENTS_PT, bold=True, italic=True)
        label.alignment = self.alignments[Align.START]
        for text in layout.as_list(names):
            self._line(holder, text, layout.RECIPIENT_PT, align=Align.START)

    def _paragraph(self, block: Paragraph) -> None:
        line = self._line(
            self.document, block.text, layout.BODY_PT, italic=block.style is Style.NOTE, align=Align.START
        )
        line.paragraph_format.space_after = self.pt(6)
        if block.style is Style.CENTRED:
            line.alignment = self.alignments[Align.CENTRE]
        elif block.style in {Style.BODY, Style.NOTE}:
            line.alignment = self.justified
            line.paragraph_format.first_line_indent = self.mm(layout.INDENT)

    def _table(self, block: Table, width: float) -> None:
        table = self.document.add_table(1, len(block.columns), "Table Grid")
        table.autofit = False
        widths = [self.mm(each) for each in widths_mm(block, width)]
        for column, each in zip(table.columns, widths, strict=True):
            column.width = each  # LibreOffice goes by these, Word by those of the cells
        titles = table.rows[0]
        for cell, column, each in zip(titles.cells, block.columns, widths, strict=True):
            cell.width = each
            cell.vertical_alignment = self.middle
            self._line(cell, column.title, layout.TABLE_PT, bold=True)
        titles._tr.get_or_add_trPr().append(self.element("w:tblHeader"))
        for texts in block.rows:
            row = table.add_row()
            row._tr.get_or_add_trPr().append(self.element("w:cantSplit"))
            cells = row.cells
            if len(texts) == 1 < len(cells):
                self._line(cells[0].merge(cells[-1]), texts[0], layout.TABLE_PT, bold=True, align=Align.START)
                continue
            for cell, text, column, each in zip(cells, texts, block.columns, widths, strict=True):
                cell.width = each
                self._line(cell, text, layout.TABLE_PT, align=column.align)
        self._line(self.document, "", 6)

    def _frame(self, widths: Sequence[float], rows: int) -> list[Any]:
        """A table without lines and margins, as rows of cells."""
        table = self.document.add_table(rows, len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self.mm(width)
        margins = self.element("w:tblCellMar")
        for side in ("left", "right"):
            margin = self.element(f"w:{side}")
            margin.set(self.qn("w:w"), "0")
            margin.set(self.qn("w:type"), "dxa")
            margins.append(margin)
        look = table._tbl.tblPr.find(self.qn("w:tblLook"))
        look.addprevious(margins) if look is not None else table._tbl.tblPr.append(margins)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(self.element("w:cantSplit"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = self.mm(width)
        return [row.cells for row in table.rows]

    def _line(
        self,
        holder: Any,
        text: str,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        align: Align = Align.CENTRE,
    ) -> Any:
        """A paragraph; the first of a cell takes the empty one that each cell begins with."""
        begun = holder.paragraphs if hasattr(holder, "_tc") else []
        is_empty = len(begun) == 1 and not begun[0].runs
        line = begun[0] if is_empty else holder.add_paragraph()
        run = line.add_run(legible(text))
        run.font.size, run.font.bold, run.font.italic = self.pt(size), bold, italic
        line.alignment = self.alignments[align]
        return line

    def _rule(self, holder: Any, length: float, width: float) -> None:
        """A line of this length in the middle."""
        line = self._line(holder, "", 2)
        line.paragraph_format.line_spacing = self.pt(3)
        self._underline(line, length, width)

    def _underline(self, line: Any, length: float, width: float) -> None:
        room = max((width - length) / 2, 0)
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = self.mm(room)
        border, bottom = self.element("w:pBdr"), self.element("w:bottom")
        for name, value in {"val": "single", "sz": "4", "space": "1", "color": "auto"}.items():
            bottom.set(self.qn(f"w:{name}"), value)
        border.append(bottom)
        line._p.get_or_add_pPr().insert_element_before(
            border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )

    def _measure(self, section: Any, *, wide: bool) -> None:
        section.orientation = self.orientation.LANDSCAPE if wide else self.orientation.PORTRAIT
        width, height = self.mm(layout.PAGE_WIDTH), self.mm(layout.PAGE_HEIGHT)
        section.page_width, section.page_height = (height, width) if wide else (width, height)
        section.top_margin, section.bottom_margin = self.mm(layout.TOP), self.mm(layout.BOTTOM)
        section.left_margin, section.right_margin = self.mm(layout.LEFT), self.mm(layout.RIGHT)
        section.header_distance = section.footer_distance = self.mm(10)

    def _page_number(self, line: Any) -> None:
        line.alignment = self.alignments[Align.CENTRE]
        field = self.element("w:fldSimple")
        field.set(self.qn("w:instr"), "PAGE")
        run, text = self.element("w:r"), self.element("w:t")
        text.text = "2"
        run.append(text)
        field.append(run)
        line._p.append(field)

    def _face(self, style: Any, size: float) -> None:
        style.font.name, style.font.size = FACE, self.pt(size)
        fonts = style.element.rPr.rFonts
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(self.qn(f"w:{name}"), FACE)
