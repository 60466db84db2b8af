"""Rules as text: the file of this release, and what a province imports and exports. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from conglang.kernel.calendar import (
    CalendarDays,
    Hours,
    Months,
    Term,
    TermError,
    WorkDays,
    WorkHours,
    parse_term,
)
from conglang.kernel.legal import NATIONAL, Certainty, LegalBasis
from conglang.kernel.rules import Bound, DatedRule, InvalidRules, YearDays
from conglang.kernel.text import nfc

FORMAT = 1
LARGEST = 1_000_000  # characters of a file that people bring
_SIGNS: Mapping[type, str] = {WorkDays: "wd", CalendarDays: "d", Months: "m", Hours: "h", WorkHours: "wh"}


class BadRules(ValueError):
    """The text is no table of rules: `row` names the rule, where it is one's; the rest is for developers."""

    def __init__(self, message: str, row: str = "") -> None:
        super().__init__(f"{row}: {message}" if row else message)
        self.row = row


@dataclass(frozen=True)
class Entry:
    """A rule with what people read about it: its subject and the event that starts it."""

    rule: DatedRule
    title: str
    starts: str


@dataclass(frozen=True)
class Gap:
    """A term that the law leaves to somebody, and to whom."""

    id: str
    title: str
    why: str


@dataclass(frozen=True)
class RuleFile:
    """All rows of a file."""

    entries: tuple[Entry, ...]
    gaps: tuple[Gap, ...]


@cache
def delivered() -> RuleFile:
    """The rules of this release."""
    return read(files("conglang.base.duties").joinpath("data/rules.yaml").read_text("utf-8"))


def read(text: str) -> RuleFile:
    """Read YAML in the format of `data/rules.yaml`. Raises BadRules."""
    if len(text) > LARGEST:
        raise BadRules("the file is too large")
    try:
        table = yaml.safe_load(nfc(text))
    except (yaml.YAMLError, RecursionError) as error:  # the latter: brackets in brackets without end
        raise BadRules(str(error)) from None
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise BadRules(f"the file does not say “format: {FORMAT}”")
    rows, gaps = table.get("rules") or [], table.get("gaps") or []
    if not isinstance(rows, list) or not isinstance(gaps, list):
        raise BadRules("“rules” and “gaps” are lists")
    return RuleFile(tuple(map(_entry, rows)), tuple(map(_gap, gaps)))


def write(entries: Iterable[Entry]) -> str:
    """The rules as YAML, which `read` understands."""
    table = {"format": FORMAT, "rules": [_row(each) for each in entries]}
    return yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=110)


def read_limit(text: str) -> Term | date | YearDays:
    """`5wd`, `2027-03-01` or `12-20,12-25`. Raises BadRules."""
    try:
        if text.count("-") == 2 and "," not in text:
            return date.fromisoformat(text)
        if "-" in text:
            pairs = (part.strip().split("-") for part in text.split(","))
            return YearDays(tuple((int(month), int(day)) for month, day in pairs))
        return parse_term(text)
    except (TermError, ValueError) as error:
        raise BadRules(f"cannot read the limit “{text}”: {error}") from None


def limit_text(value: Term | date | YearDays) -> str:
    """What `read_limit` reads."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, YearDays):
        return ",".join(f"{month:02}-{day:02}" for month, day in value.days)
    return f"{value.count}{_SIGNS[type(value)]}"


def _entry(row: Any) -> Entry:
    name = row.get("id", "?") if isinstance(row, dict) else row
    try:
        basis = LegalBasis(**{key: str(value) for key, value in row["basis"].items()})
        rule = DatedRule(
            id=str(row["id"]),
            value=read_limit(str(row["limit"])),
            legal_basis=basis,
            certainty=Certainty(row["certainty"]),
            valid_from=_day(row["from"]),
            valid_to=_day(row["to"]) if row.get("to") else None,
            scope=str(row.get("scope", NATIONAL)),
            bound=Bound(row.get("bound", Bound.AT_MOST)),
            supersedes=row.get("supersedes"),
            version=int(row.get("version", 1)),
            before=bool(row.get("before", False)),
        )
        return Entry(rule, str(row["title"]), str(row["starts"]))
    except BadRules as error:
        raise BadRules(str(error), name) from None
    except (KeyError, TypeError, ValueError, AttributeError, InvalidRules) as error:
        raise BadRules(f"{type(error).__name__} {error}", name) from None


def _day(value: Any) -> date:
    return value if type(value) is date else date.fromisoformat(str(value))


def _gap(row: Any) -> Gap:
    try:
        return Gap(**{each.name: str(row[each.name]) for each in fields(Gap)})
    except (KeyError, TypeError) as error:
        raise BadRules(f"gap {row}: {error}") from None


def _row(entry: Entry) -> dict[str, Any]:
    rule = entry.rule
    basis = {each.name: getattr(rule.legal_basis, each.name) for each in fields(LegalBasis)}
    row: dict[str, Any] = {
        "id": rule.id,
        "title": entry.title,
        "starts": entry.starts,
        "limit": limit_text(rule.value),
        "certainty": rule.certainty.value,
        "from": rule.valid_from,
        "basis": {name: text for name, text in basis.items() if text},
        "scope": rule.scope,
        "version": rule.version,
    }
    if rule.valid_to:
        row["to"] = rule.valid_to
    if rule.bound is not Bound.AT_MOST:
        row["bound"] = rule.bound.value
    if rule.supersedes:
        row["supersedes"] = rule.supersedes
    return row | ({"before": True} if rule.before else {})
