"""Tables as CSV files: Excel reads their marks, and no cell becomes a formula."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(cell: object) -> object:
    """The cell as a spreadsheet takes it for words, whoever wrote them."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """The rows as a file's text; its first letter tells Excel that the rest is Unicode."""
    text = StringIO(newline="")
    text.write("\ufeff")
    csv.writer(text).writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue()


def csv_file(rows: Iterable[Iterable[object]], name: str) -> HttpResponse:
    """The same as an answer that browsers save under this name."""
    answer = HttpResponse(csv_text(rows), content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
