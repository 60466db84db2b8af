"""Invented items of a commune's site, and what its people look for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from conglang.base.units.models import Hamlet, HamletKind, Unit
from conglang.base.units.scope import everything
from conglang.tools.search.queries import find
from conglang.tools.search.sources import Item
from conglang.tools.search.tests.places import NOW, item

FOLDER = Path(__file__).parent
DAYS_APART = 3


@dataclass(frozen=True)
class Query:
    """How it is typed (marks, none, slips, people), the text, the names of the items that answer it."""

    kind: str
    text: str
    answers: frozenset[str]


def lines(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def queries(name: str) -> list[Query]:
    return [Query(kind, text, frozenset(answers.split())) for kind, text, answers in lines(name)]


def texts() -> Iterator[tuple[str, str, str, str]]:
    """Name, section, title and text of every item; the repeated ones are what makes finding hard."""
    for name, section, title, text in lines("items.tsv"):
        yield name, section, title, text
    hamlets = [name for (name,) in lines("hamlets.txt")]
    for number, (section, title, text) in enumerate(lines("repeated.tsv")):
        for other, hamlet in enumerate(hamlets):
            yield f"r{number}{other}", section, title.format(hamlet), text.format(hamlet)


def items_of(unit: Unit) -> list[Item]:
    """The corpus as items of a unit; rows of hamlets stand for the rows that the items have elsewhere."""
    rows = list(texts())
    with everything("tests"):
        made = Hamlet.objects.bulk_create(
            Hamlet(unit=unit, kind=HamletKind.AP, name=name) for name, *_ in rows
        )
    return [
        item(
            row,
            title=title,
            section=section,
            summary=text,
            published_at=NOW - timedelta(days=DAYS_APART * number),
            uid=UUID(int=number),
        )
        for number, (row, (_name, section, title, text)) in enumerate(zip(made, rows, strict=True))
    ]


def found_names(unit: Unit, query: str, number: int = 5) -> list[str]:
    names = [name for name, *_ in texts()]
    return [names[result.uid.int] for result in find(unit=unit, query=query, now=NOW, number=number).results]


def recall(unit: Unit, asked: list[Query]) -> tuple[float, list[str]]:
    """Share of the queries with an answer among the first five, and the others with what they found."""
    missed = []
    for query in asked:
        names = found_names(unit, query.text)
        if not query.answers & set(names):
            missed.append(f"{query.kind}: {query.text} → {names}, not {sorted(query.answers)}")
    return 1 - len(missed) / len(asked), missed
