"""Budget items as the search knows them, with the words of their tables."""

from collections.abc import Iterator, Sequence

from conglang.content.budgets.models import BudgetItem
from conglang.tools.pages.models import Section
from conglang.tools.search import sources
from conglang.tools.search.finding import Findable

SECTION = "budget"
ITEM = "budget_item"
MOST_LETTERS = 20_000


def _items(rows: Sequence[BudgetItem]) -> list[sources.Item]:
    sections = Section.objects.filter(key=SECTION, unit__in={row.unit_id for row in rows})
    titles = dict(sections.values_list("unit_id", "title"))
    return [_item(row, titles.get(row.unit_id, "")) for row in rows]


def _item(row: BudgetItem, section: str) -> sources.Item:
    return sources.Item(
        label=BudgetItem._meta.label_lower,
        object_id=row.pk,
        unit_id=row.unit_id,
        uid=row.uid,
        kind=ITEM,
        section_key=SECTION,
        section=section,
        title=str(row)[:300],
        path=row.get_absolute_url(),
        summary=row.note[:600],
        text=f"{row.note}\n{' '.join(_words(row))}"[:MOST_LETTERS],
        published_at=row.first_published_at,
        files=tuple(
            sources.File(str(file.file.name), file.file_sha256, file.extension) for file in row.documents
        ),
    )


def _words(row: BudgetItem) -> Iterator[str]:
    for sheet in row.sheets:
        yield sheet.title
        yield from (cell for line in sheet.rows for cell in line if isinstance(cell, str) and len(cell) > 3)


FOUND = Findable(
    BudgetItem,
    _items,
    [(ITEM, BudgetItem._meta.verbose_name or "")],
    related=("signed_file", "sheet_file"),
)
LABEL, follow = FOUND.label, FOUND.follow
