"""How long personal data are kept, from `data/terms.toml`."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from conglang.kernel.calendar import Term, parse_term
from conglang.kernel.calendar.seed import load_national_calendar

SOURCE = Path(__file__).with_name("data") / "terms.toml"


def expires_on(kind: str, closed_on: date) -> date:
    """The day on which data of a kind go. Raises KeyError for a kind without a term."""
    return load_national_calendar().add(closed_on, _terms()[kind]).on


@cache
def _terms() -> dict[str, Term]:
    return {
        kind: parse_term(text) for kind, text in tomllib.loads(SOURCE.read_text("utf-8"))["terms"].items()
    }
