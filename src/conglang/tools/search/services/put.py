"""Let items be found."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from conglang.base.ledger.outbox import publish
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day
from conglang.tools.search.events import FileToRead
from conglang.tools.search.keys import key_of
from conglang.tools.search.models import EntryFile, FileState, SearchEntry, Word
from conglang.tools.search.rules import RANKED_LETTERS
from conglang.tools.search.sources import Item
from conglang.tools.search.vocabulary import EVERYTHING
from conglang.tools.search.words import (
    below_unit,
    in_a_row,
    of_kind,
    of_section,
    of_unit,
    pairs,
    shared_below,
    spelled,
    tokens,
    words,
)

MOST_ROWS = 500  # in one statement
MOST_LETTERS_OF_TITLE = 400
_TAKEN = (
    "unit_id", "uid", "kind", "section_key", "section", "path", "language", "published_at", "is_shared",
    "held_on",
)  # fmt: skip


@transaction.atomic
def put(*, items: Sequence[Item], now: datetime) -> int:
    """Enter live items, or renew their entries; returns how many changed. A repeated call changes nothing.

    The text of attached files follows, when a task has read them.
    """
    known = {(row.label, row.object_id): row for row in _rows(items)}
    above = {row.pk: row.ancestor_ids for row in Unit.objects.filter(pk__in={item.unit_id for item in items})}
    counts: Counter[str] = Counter()
    new: list[SearchEntry] = []
    attachments: list[tuple[SearchEntry, Item]] = []
    renewed = 0
    for item in {(item.label, item.object_id): item for item in items}.values():
        row = known.get((item.label, item.object_id))
        if row is None:
            row = _composed(SearchEntry(label=item.label, object_id=item.object_id), item, above, ())
            counts.update(counted(row))
            new.append(row)
        else:
            renewed += _renew(row, item, above, counts)
        if item.files or row.pk:
            attachments.append((row, item))
    _enter(new)
    for row, item in attachments:
        _attach(row, item, now)
    count_words(counts)
    return len(new) + renewed


def compose(row: SearchEntry, above: Iterable[int], texts: Iterable[str]) -> None:
    """Fill the columns by which the entry is found, with the texts of its files."""
    title, rest = words(row.title), words(row.summary) + words(row.text)
    for text in texts:
        rest += words(text)
    places = [of_unit(row.unit_id), of_kind(row.kind), *map(below_unit, above)]
    if row.is_shared:
        places.append(shared_below(row.unit_id))
    if row.section_key:
        places.append(of_section(row.section_key))
    row.title_words = in_a_row(title)[:MOST_LETTERS_OF_TITLE]
    row.title_spelled = in_a_row(spelled(row.title))[:MOST_LETTERS_OF_TITLE]
    row.text_words = in_a_row(rest)[:RANKED_LETTERS]
    row.tokens = tokens(title, rest, places)


def counted(row: SearchEntry) -> set[str]:
    """What the entry adds to the vocabulary: its words, neighbours in title and summary, and itself."""
    alone = {token for token in row.tokens.split() if "_" not in token and "." not in token}
    return {EVERYTHING, *alone, *pairs(words(row.title)), *pairs(words(row.summary))}


def count_words(changes: Counter[str]) -> None:
    """Add the changes to the vocabulary; words that no item has any more leave it."""
    # in one order everywhere, so that two writers never wait for each other
    rows = sorted((word, number) for word, number in changes.items() if number)
    with connection.cursor() as cursor:
        for at in range(0, len(rows), MOST_ROWS):
            some = rows[at : at + MOST_ROWS]
            marks = ", ".join(["(%s, %s)"] * len(some))
            cursor.execute(
                f"INSERT INTO search_word (word, items) VALUES {marks} "  # noqa: S608 - marks only
                "ON CONFLICT (word) DO UPDATE SET items = search_word.items + excluded.items",
                [value for row in some for value in row],
            )
    fewer = [word for word, number in rows if number < 0]
    if fewer:
        Word.objects.filter(word__in=fewer, items__lte=0).delete()


def _rows(items: Sequence[Item]) -> Iterable[SearchEntry]:
    for label in {item.label for item in items}:
        ids = [item.object_id for item in items if item.label == label]
        yield from SearchEntry.objects.filter(label=label, object_id__in=ids).prefetch_related("files")


def _stored(row: SearchEntry) -> tuple[object, ...]:
    return tuple(getattr(row, field.attname) for field in SearchEntry._meta.concrete_fields)


def _fill(row: SearchEntry, item: Item) -> None:
    for name in _TAKEN:
        setattr(row, name, getattr(item, name))
    row.title = _storable(item.title)[:300]
    row.summary, row.text = _storable(item.summary), _storable(item.text)
    row.published_on = local_day(item.published_at)


def _storable(text: str) -> str:
    return text.replace("\0", " ")  # PostgreSQL refuses it, and no word has it


def _composed(
    row: SearchEntry, item: Item, above: Mapping[int, Iterable[int]], texts: Iterable[str]
) -> SearchEntry:
    _fill(row, item)
    compose(row, above[item.unit_id], texts)
    return row


def _renew(row: SearchEntry, item: Item, above: Mapping[int, Iterable[int]], counts: Counter[str]) -> bool:
    before, words_before = _stored(row), counted(row)
    _composed(row, item, above, [file.text for file in _files(row, item)])
    if _stored(row) == before:
        return False
    row.save(force_update=True)
    counts.update(counted(row) - words_before)
    counts.subtract(words_before - counted(row))
    return True


def _enter(rows: list[SearchEntry]) -> None:
    """Insert new entries, each with a key that no other one has."""
    wanted = [key_of(row.published_at, row.object_id) for row in rows]
    with everything("keys are unique among all units"):
        taken = set(SearchEntry.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        for row, key in zip(rows, wanted, strict=True):
            free = key
            while free in taken or (free != key and SearchEntry.objects.filter(pk=free).exists()):
                free += 1
            taken.add(free)
            row.pk = free
    SearchEntry.objects.bulk_create(rows, batch_size=MOST_ROWS)


def _files(row: SearchEntry, item: Item) -> list[EntryFile]:
    """Files that the item still has and whose text was read."""
    wanted = {file.sha256 for file in item.files}
    return [file for file in row.files.all() if file.sha256 in wanted and file.state == FileState.READ]


def _attach(row: SearchEntry, item: Item, now: datetime) -> None:
    wanted = {file.sha256: file for file in item.files}
    present = {file.sha256: file for file in row.files.all()}
    for gone in present.keys() - wanted.keys():
        present[gone].delete()
    for file in [wanted[sha256] for sha256 in wanted.keys() - present.keys()]:
        added = EntryFile.objects.create(
            unit_id=row.unit_id, entry=row, name=file.name, sha256=file.sha256, extension=file.extension
        )
        publish(FileToRead(added.pk, row.unit_id), now=now)
