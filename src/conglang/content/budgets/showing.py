"""An item as readers see it: the tables and bars of its page, at the desk and in public."""

from typing import Any

from conglang.base.ui.formats import vn_number
from conglang.content.budgets.models import BudgetItem
from conglang.content.budgets.tables import Bar, Cell, Chart, Sheet, chart_of

MOST_SHOWN = 200  # rows of a table on a page; the rest is in the files


def shown(item: BudgetItem) -> dict[str, Any]:
    """What `budgets/item.html` needs besides the item."""
    sheets = item.sheets
    chart = next((found for sheet in sheets if (found := chart_of(sheet))), None)
    return {"tables": [_table(sheet) for sheet in sheets], "chart": _chart(chart) if chart else None}


def _table(sheet: Sheet) -> dict[str, Any]:
    label, figures = sheet.label_column, set(sheet.number_columns)
    return {
        "title": sheet.title,
        "money": sheet.money,
        "form": sheet.form,
        "columns": [{"label": name, "number": at in figures} for at, name in enumerate(sheet.columns)],
        "rows": [
            [
                {
                    "text": _text(cell),
                    "column": sheet.columns[at],
                    "number": at in figures,
                    "heads": at == label,
                }
                for at, cell in enumerate(row)
            ]
            for row in sheet.rows[:MOST_SHOWN]
        ],
        "left_out": max(0, len(sheet.rows) - MOST_SHOWN),
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "series": list(enumerate(chart.series)),
        "money": chart.money,
        "lines": [
            {
                "label": label,
                "bars": [_bar(at, chart.series[at], bar) for at, bar in enumerate(bars)],
            }
            for label, bars in chart.lines
        ],
    }


def _bar(at: int, name: str, bar: Bar) -> dict[str, Any]:
    # a length in SVG has a point, whatever the language
    return {"number": at, "name": name, "text": _text(bar.value), "length": f"{bar.length:g}"}


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else vn_number(cell)
