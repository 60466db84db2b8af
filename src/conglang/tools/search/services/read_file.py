"""Make an item findable by the text of an attached file."""

from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import transaction

from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.tools.search.extraction import Unreadable, text_of
from conglang.tools.search.models import EntryFile, FileState, SearchEntry
from conglang.tools.search.services.put import compose, count_words, counted


def read_file(*, file_id: int) -> None:
    """Read the file in a process of its own and enter its words; a repeated call changes nothing.

    The same file attached elsewhere in the unit is read once. Runs in the queue, never in a request.
    """
    with everything("texts of attached files are read for all units"):
        file = EntryFile.objects.filter(pk=file_id, state=FileState.WAITING).first()
        if file is None:
            return
        twin = EntryFile.objects.filter(unit=file.unit_id, sha256=file.sha256).exclude(
            state=FileState.WAITING
        )
        known = twin.values_list("state", "text").first()
        _enter(file, *(known or _read(file)))


def _read(file: EntryFile) -> tuple[str, str]:
    try:
        return FileState.READ, text_of(Path(settings.PRIVATE_ROOT, file.name), file.extension)
    except Unreadable:
        return FileState.UNREADABLE, ""


@transaction.atomic
def _enter(file: EntryFile, state: str, text: str) -> None:
    row = SearchEntry.objects.select_for_update(no_key=True).filter(pk=file.entry_id).first()
    if row is None:  # withdrawn while the file was being read
        return
    file.state, file.text = state, text
    file.save(update_fields=["state", "text"])
    before = counted(row)
    texts = row.files.filter(state=FileState.READ).values_list("text", flat=True)
    compose(row, Unit.objects.get(pk=row.unit_id).ancestor_ids, texts)
    row.save(update_fields=["text_words", "tokens", "title_words", "title_spelled"])
    counts = Counter(counted(row) - before)
    counts.subtract(before - counted(row))
    count_words(counts)
