"""Kinds of money that a unit asks for and banks that receive it, from the files in `data/`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from conglang.kernel.legal import Certainty

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Purpose:
    """A kind of money that may be asked for, as the law has it from `valid_from` until before `valid_to`.

    `period` is how often it is reckoned, `who` who pays; `short` is what a bank's statement has room for.
    """

    key: str
    title: str
    short: str
    basis: str
    who: str
    period: str
    is_voluntary: bool
    certainty: Certainty
    valid_from: date
    valid_to: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether it may be asked for on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def _rows(name: str) -> list[dict[str, Any]]:
    with (DATA / f"{name}.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)[name]
    return rows


@cache
def purposes() -> dict[str, Purpose]:
    """Every kind by its key, those of old law too."""
    rows = _rows("purposes")
    return {row["key"]: Purpose(**row | {"certainty": Certainty(row["certainty"])}) for row in rows}


@cache
def banks() -> dict[str, str]:
    """Names of banks by their numbers with NAPAS."""
    return {row["bin"]: row["name"] for row in _rows("banks")}
