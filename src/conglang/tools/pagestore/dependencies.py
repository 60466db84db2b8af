"""What stored pages depend on: the tables, declared by whoever composes pages from them.

A site shows rows of its unit, of the units above it and of those that it succeeded, and nothing else exists
for its visitors (the public scope). So it is enough to know of a changed row whose it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db import models


@dataclass(frozen=True)
class Dependency:
    """A table, the columns that hold its rows' units, and what of it no page shows.

    `host` is a column with a host whose stored pages go away when the row leaves it.
    """

    model: type[models.Model]
    units: tuple[str, ...]
    unseen: frozenset[str]
    new_rows_show: bool
    host: str

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @property
    def live(self) -> str:
        """The column without which visitors see no row, or nothing."""
        names = {field.column for field in self.model._meta.concrete_fields}
        return "live" if "live" in names else ""

    @property
    def columns(self) -> list[str]:
        """Columns whose change may change a page."""
        return [str(f.column) for f in self.model._meta.concrete_fields if f.name not in self.unseen]


_known: dict[type[models.Model], Dependency] = {}


def depends(
    model: type[models.Model],
    *,
    units: Iterable[str] = ("unit_id",),
    unseen: Iterable[str] = (),
    new_rows_show: bool = True,
    host: str = "",
) -> None:
    """Declare that stored pages show rows of a model; called when an app starts.

    Without `units` the rows are the whole installation's.

    `unseen` names fields that appear on no page, `new_rows_show=False` a model whose new rows appear nowhere
    until a row of another declared model names them.
    """
    _known[model] = Dependency(model, tuple(units), frozenset(unseen), new_rows_show, host)
    _pattern.cache_clear()


def dependencies() -> list[Dependency]:
    """Everything declared."""
    return list(_known.values())


def tables() -> frozenset[str]:
    """The tables that stored pages may read."""
    return frozenset(each.table for each in _known.values())


def writes(sql: str) -> bool:
    """Whether a statement may change a declared table."""
    return sql[:6].upper() != "SELECT" and _pattern().search(sql) is not None


_READS = re.compile(r'\b(?:FROM|JOIN)\s+"(\w+)"')


def reads(sql: str) -> frozenset[str]:
    """The tables that a query of the ORM reads."""
    return frozenset(_READS.findall(sql)) if sql[:6].upper() == "SELECT" else frozenset()


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, tables()))) or r"(?!)"
    return re.compile(rf"\b(?:{names})\b")
