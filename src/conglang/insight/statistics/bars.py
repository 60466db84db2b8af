"""Bars of a chart, in the units of its drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from conglang.insight.statistics.queries import Row

WIDTH, HEIGHT = 720, 120


@dataclass(frozen=True)
class Bar:
    """A bar; `title` is what a pointer over it tells."""

    x: float
    y: float
    width: float
    height: float
    row: Row


def bars(rows: Sequence[Row]) -> list[Bar]:
    """One bar a row; the highest as high as the drawing, one without views left out."""
    most = max((row.views for row in rows), default=0)
    step = WIDTH / max(len(rows), 1)
    made = []
    for number, row in enumerate(rows):
        if row.views:
            height = max(HEIGHT * row.views / most, 1)
            made.append(
                Bar(
                    round(number * step, 2),
                    round(HEIGHT - height, 2),
                    round(step * 0.8, 2),
                    round(height, 2),
                    row,
                )
            )
    return made
