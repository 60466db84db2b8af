"""The law of royalties of this release, from `data/law.toml`, and the names of what has a price. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from conglang.content.royalties.rules import BaseSalary, Group, Kind, Law, Rate, Regime, Tax
from conglang.kernel.legal import Certainty, LegalBasis


@dataclass(frozen=True, slots=True)
class Priced:
    """Something that can have a price, in the law's own words."""

    key: str
    group: Group
    title: str


@cache
def law() -> Law:
    """Regimes, base salaries and taxes, the rows of one day after another."""
    data = _data()
    salaries = [BaseSalary(*when, row["amount"]) for row, when in _dated(data["base_salary"])]
    taxes = [Tax(*when, row["at_least"], Decimal(row["percent"])) for row, when in _dated(data["tax"])]
    regimes = [
        Regime(
            *when,
            key=row["key"],
            title=row["title"],
            rates=rates_of(row["rates"]),
            unit_percent=_decimal(row.get("unit")),
            fees_percent=_decimal(row.get("fees")),
            incentive_percent=_decimal(row.get("incentive")),
            duty=row.get("duty", ""),
        )
        for row, when in _dated(data["regime"])
    ]
    return Law(regimes, salaries, taxes)


@cache
def priced() -> Mapping[str, Priced]:
    """Everything that can have a price, in the order of the screens."""
    rows = [Priced(row["key"], Group(row["group"]), row["title"]) for row in _data()["priced"]]
    return {row.key: row for row in rows}


def priced_in(group: Group) -> list[Priced]:
    """Those of one group."""
    return [row for row in priced().values() if row.group is group]


def proposed_genre(kind: str) -> str:
    """The genre that is proposed for a kind of article."""
    return str(_data()["proposed"][kind])


def rates_of(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Rate]:
    """Rates as TOML and JSON hold them, numbers as numbers or text."""
    return {
        key: Rate(
            Kind(row["kind"]),
            _decimal(row.get("usual")),
            _decimal(row.get("least")) or Decimal(0),
            _decimal(row.get("most")),
            tuple((top, Decimal(percent)) for top, percent in row.get("tiers", ())),
        )
        for key, row in table.items()
    }


def plain_rates(rates: Mapping[str, Rate]) -> dict[str, dict[str, str]]:
    """Rates as JSON holds them; the reverse of `rates_of`."""
    return {
        key: {"kind": rate.kind.value}
        | {name: str(value) for name in ("usual", "most") if (value := getattr(rate, name)) is not None}
        for key, rate in rates.items()
    }


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("conglang.content.royalties").joinpath("data/law.toml").read_text("utf-8"))


_When = tuple[LegalBasis, Certainty, date, date | None]


def _dated(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], _When]]:
    """Rows with their days; a row without an end ends when the next one begins."""
    begins = [row["from"] for row in rows]
    ends = [row.get("to", after) for row, after in zip(rows, [*begins[1:], None], strict=True)]
    return [
        (row, (LegalBasis(**row["basis"]), Certainty(row["certainty"]), row["from"], end))
        for row, end in zip(rows, ends, strict=True)
    ]


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))
