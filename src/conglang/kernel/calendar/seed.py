import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from conglang.kernel.calendar.days import DayEntry, DayKind, DayStatus
from conglang.kernel.calendar.work import Coverage, WorkCalendar
from conglang.kernel.legal import Certainty, LegalBasis


@cache
def load_national_calendar() -> WorkCalendar:
    """Return the calendar of the whole country from the table delivered with this release.

    The table tells in its head where the days come from and which of them are computed or still proposed.
    """
    text = files("conglang.kernel").joinpath("data/workdays_vn.toml").read_text(encoding="utf-8")
    return read_calendar(text)


def read_calendar(text: str) -> WorkCalendar:
    """Read a calendar from TOML in the format of `data/workdays_vn.toml`.

    Raises ValueError (KeyError for a missing field) for a broken table or a day under a wrong year.
    """
    table = tomllib.loads(text)
    if table["format"] != 1:
        raise ValueError(f"unknown format {table['format']} of a table of days")
    bases = {key: LegalBasis(**fields) for key, fields in table["basis"].items()}
    covers = Coverage(table["covers"]["first"], table["covers"]["last"])
    entries = tuple(_read_entry(row, year["year"], bases) for year in table["year"] for row in year["days"])
    return WorkCalendar(entries, covers)


def _read_entry(row: dict[str, Any], year: int, bases: dict[str, LegalBasis]) -> DayEntry:
    if row["on"].year != year:
        raise ValueError(f"{row['on']} stands under the year {year}")
    return DayEntry(
        on=row["on"],
        kind=DayKind(row["kind"]),
        name=row["name"],
        legal_basis=bases[row["basis"]],
        certainty=Certainty(row["certainty"]),
        status=DayStatus(row.get("status", DayStatus.CONFIRMED)),
        counterpart=row.get("counterpart"),
    )
