"""Official sheets as PDF and DOCX, in the layout of Decree 30/2020/NĐ-CP.

A room describes what stands on the sheet and gets the bytes of either form:

    sheet = Sheet(Issuer("Ủy ban nhân dân xã Bến Đá"), "Báo cáo", "Kết quả …", "Bến Đá", [Paragraph("…")])
    pdf(sheet)    docx(sheet)    download(sheet, "pdf", "bao-cao")
"""

from conglang.tools.papers.downloads import download
from conglang.tools.papers.printing import pdf
from conglang.tools.papers.sheet import (
    Align,
    Annex,
    Block,
    Column,
    Heading,
    Issuer,
    Paragraph,
    Sheet,
    Signature,
    Style,
    Table,
)
from conglang.tools.papers.word import docx

__all__ = [
    "Align",
    "Annex",
    "Block",
    "Column",
    "Heading",
    "Issuer",
    "Paragraph",
    "Sheet",
    "Signature",
    "Style",
    "Table",
    "docx",
    "download",
    "pdf",
]
