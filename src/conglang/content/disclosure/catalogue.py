"""The catalogue of this release, from `data/catalogue.yaml`: headings, and the texts behind them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from conglang.content.disclosure.rules import Anchor, Cycle, FileKind, Stay, Way
from conglang.kernel.legal import NATIONAL, Certainty, LegalBasis
from conglang.kernel.text import nfc

FORMAT = 1
LAW = "info"
"""The source whose groups order the public page: Luật 01/2026/QH16, Điều 17.1."""


class BadCatalogue(ValueError):
    """The text is no catalogue; the message names the heading."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that asks for information, with its groups by key, in the order of the text."""

    key: str
    title: str
    basis: LegalBasis
    certainty: Certainty
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One version of a heading: what has to be public, by when, how, for how long, and who asks for it.

    `rules` are ids of terms, `backlog` the one for what was made before the heading was law. `groups` names,
    by source, the groups in which it lies. Files are of one of the kinds in `files`; those in `beside` may
    come along. `renew_days` is the age at which something standing is old.
    """

    key: str
    title: str
    what: str
    rules: tuple[str, ...]
    basis: LegalBasis
    certainty: Certainty
    valid_from: date
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    valid_to: date | None = None
    scope: str = NATIONAL
    version: int = 1
    cycle: Cycle = Cycle.ITEM
    anchor: Anchor = Anchor.END
    lag_months: int = 0
    renew_days: int = 0
    backlog: str = ""
    forms: tuple[str, ...] = ()
    files: tuple[FileKind, ...] = ()
    beside: tuple[FileKind, ...] = ()
    office: str = ""
    ways: tuple[Way, ...] = (Way.SITE,)
    stay: Stay = Stay.STANDING
    shown_rule: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in a file."""

    sources: tuple[Source, ...]
    lines: tuple[Line, ...]


@cache
def delivered() -> Catalogue:
    """The catalogue of this release."""
    return read(files("conglang.content.disclosure").joinpath("data/catalogue.yaml").read_text("utf-8"))


def sources() -> dict[str, Source]:
    """The texts by their keys."""
    return {source.key: source for source in delivered().sources}


def read(text: str) -> Catalogue:
    """Read YAML in the format of `data/catalogue.yaml`. Raises BadCatalogue."""
    try:
        table = yaml.safe_load(nfc(text))
    except yaml.YAMLError as error:
        raise BadCatalogue(str(error)) from None
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise BadCatalogue(f"the file does not say “format: {FORMAT}”")
    known = tuple(_source(row) for row in table["sources"])
    groups = {source.key: set(source.groups) for source in known}
    return Catalogue(known, tuple(_line(row, groups) for row in table["headings"]))


def _source(row: Mapping[str, Any]) -> Source:
    titles = {str(key): str(title) for key, title in row["groups"].items()}
    return Source(row["key"], row["title"], _basis(row["basis"]), Certainty(row["certainty"]), titles)


def _line(row: Mapping[str, Any], known: Mapping[str, set[str]]) -> Line:
    try:
        groups = {name: tuple(map(str, keys)) for name, keys in row["groups"].items()}
        strange = [f"{name} {key}" for name, keys in groups.items() for key in set(keys) - known[name]]
        if strange:
            raise BadCatalogue(f"{row['key']}: no such group: {', '.join(strange)}")
        given = {name: row[name] for name in _PLAIN if name in row}
        return Line(
            rules=tuple(row["rules"]),
            basis=_basis(row["basis"]),
            certainty=Certainty(row["certainty"]),
            valid_from=row["from"],
            valid_to=row.get("to"),
            groups=groups,
            cycle=Cycle(row.get("cycle", Cycle.ITEM)),
            anchor=Anchor(row.get("anchor", Anchor.END)),
            lag_months=int(row.get("lag", 0)),
            renew_days=int(row.get("renew", 0)),
            forms=tuple(row.get("forms", ())),
            files=tuple(map(FileKind, row.get("files", ()))),
            beside=tuple(map(FileKind, row.get("beside", ()))),
            ways=tuple(map(Way, row.get("ways", (Way.SITE,)))),
            stay=Stay(row.get("stay", Stay.STANDING)),
            shown_rule=row.get("shown", ""),
            **given,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadCatalogue(f"{row.get('key', row)}: {type(error).__name__} {error}") from None


_PLAIN = ("key", "title", "what", "scope", "version", "backlog", "office")
_PARTS = frozenset(each.name for each in fields(LegalBasis))


def _basis(row: Mapping[str, Any]) -> LegalBasis:
    return LegalBasis(**{name: str(value) for name, value in row.items() if name in _PARTS})
