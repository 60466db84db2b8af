"""A sheet of figures as it is stored, shown, drawn and handed out. Pure.

A cell is a number, a text, or "" for nothing; every row is as long as the header.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from io import StringIO
from typing import Any

from conglang.kernel.text import fold

Cell = str | int | float
MOST_BARS, MOST_SERIES = 12, 2
# columns that compare or count say nothing as bars
_NO_BARS = re.compile(r"\b(so sanh|ty le|%|stt|tt|ma so|ghi chu|tang|giam)\b|%")
_MAIN = re.compile(r"[A-Z]|[IVX]{1,5}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what stands above it; `money` is what its figures count, such as “1.000 đồng”."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    money: str = ""
    form: str = ""

    @property
    def label_column(self) -> int:
        """The column that says what a row is about: the one with the longest words."""
        lengths = [
            sum(len(cell) for row in self.rows if isinstance(cell := row[at], str))
            for at in range(len(self.columns))
        ]
        return lengths.index(max(lengths)) if lengths else 0

    @property
    def number_columns(self) -> list[int]:
        """Columns of figures."""
        found = []
        for at in range(len(self.columns)):
            cells = [row[at] for row in self.rows if row[at] != ""]
            numbers = sum(not isinstance(cell, str) for cell in cells)
            if numbers and numbers * 2 >= len(cells) and at != self.label_column:
                found.append(at)
        return found

    def as_data(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self) | {"columns": list(self.columns), "rows": [list(row) for row in self.rows]}


def sheets_of(stored: Iterable[Mapping[str, Any]]) -> list[Sheet]:
    """Sheets again, as `Sheet.as_data` stored them."""
    return [
        Sheet(
            title=row["title"],
            columns=tuple(row["columns"]),
            rows=tuple(tuple(cells) for cells in row["rows"]),
            money=row.get("money", ""),
            form=row.get("form", ""),
        )
        for row in stored
    ]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its figure, and its length in percent of the longest."""

    value: int | float
    length: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of the main rows; `lines` are labels with a bar for each of `series`."""

    series: tuple[str, ...]
    money: str
    lines: tuple[tuple[str, tuple[Bar, ...]], ...] = field(default=())


def chart_of(sheet: Sheet) -> Chart | None:
    """The main rows as bars: those with a letter or a Roman number, else all; None where bars say nothing."""
    chosen = [at for at in sheet.number_columns if not _NO_BARS.search(fold(sheet.columns[at]))]
    chosen = chosen[:MOST_SERIES]
    if not chosen:
        return None
    label = sheet.label_column
    counted = [row for row in sheet.rows if row[label] and all(_is_length(row[at]) for at in chosen)]
    main = [row for row in counted if label and _MAIN.fullmatch(str(row[0]).strip())]
    rows = (main if len(main) > 1 else counted)[:MOST_BARS]
    longest = max((float(row[at]) for row in rows for at in chosen), default=0.0)
    if len(rows) < 2 or not longest:
        return None
    lines = tuple((str(row[label]), tuple(_bar(row[at], longest) for at in chosen)) for row in rows)
    return Chart(tuple(sheet.columns[at] for at in chosen), sheet.money, lines)


def _is_length(cell: Cell) -> bool:
    return not isinstance(cell, str) and cell >= 0


def _bar(value: Cell, longest: float) -> Bar:
    number = 0 if isinstance(value, str) else value
    return Bar(number, round(100 * number / longest, 1))


def csv_of(sheets: Sequence[Sheet]) -> str:
    """All sheets one below the other; figures as they are, words never as formulas."""
    text = StringIO()
    writer = csv.writer(text)
    for sheet in sheets:
        if sheet is not sheets[0]:
            writer.writerow([])
        if len(sheets) > 1:
            writer.writerow([harmless(sheet.title)])
        writer.writerow([harmless(name) for name in sheet.columns])
        writer.writerows([[harmless(cell) for cell in row] for row in sheet.rows])
    return text.getvalue()


def harmless(cell: Cell) -> Cell:
    """A text that no spreadsheet takes for a formula."""
    is_formula = isinstance(cell, str) and cell.lstrip()[:1] in {"=", "+", "-", "@"} and len(cell) > 1
    return f"'{cell}" if is_formula else cell
