"""What is expected of a budget year, from `data/items.toml`. The names are the law's own."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from conglang.content.budgets.rules import Expected
from conglang.kernel.legal import Certainty

SOURCE = Path(__file__).with_name("data") / "items.toml"


@cache
def catalogue() -> dict[str, Expected]:
    """Every row by its key, in the order of a budget year."""
    with SOURCE.open("rb") as file:
        data = tomllib.load(file)
    return {row["key"]: _row(row, data["basis"]) for row in data["item"]}


def expected_in(year: int) -> list[Expected]:
    """What the law wants of a budget year."""
    return [row for row in catalogue().values() if row.holds(year)]


def find(key: str, year: int) -> Expected | None:
    """The row of a key if it holds in that year."""
    row = catalogue().get(key)
    return row if row and row.holds(year) else None


FIRST_YEAR = 2017
"""The first budget year under the older of the two laws."""


def _row(row: dict[str, Any], basis: dict[str, str]) -> Expected:
    law = f"{row['article']} {basis['new']}" if "article" in row else f"{basis['old']}: {row['term']}"
    return Expected(
        key=row["key"],
        title=row["title"],
        short=row["short"],
        rule=row.get("rule", ""),
        heading=row.get("heading", ""),
        starts=row.get("starts", ""),
        basis=law[:1].upper() + law[1:],
        forms=row["forms"],
        certainty=Certainty(row["certainty"]),
        first_year=row["from"],
        last_year=row.get("to"),
        by=_by(row["by"]) if "by" in row else None,
        many=row.get("many", False),
        needs_table=row.get("table", False),
    )


def _by(text: str) -> tuple[int, int, int]:
    years, month, day = re.split(r"(?<=\d)[:-]", text)
    return int(years), int(month), int(day)
