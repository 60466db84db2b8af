"""The synonyms that an installation begins with: one pair a line, people's words first."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from conglang.tools.search.words import words

FILE = Path(__file__).parent / "data" / "synonyms.tsv"
SINCE = date(2025, 7, 1)


def pairs() -> Iterator[tuple[str, str]]:
    """Every pair of the file."""
    for line in FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            said, means = line.split("\t")
            yield said, means


def load_first(apps: Any, schema_editor: Any) -> None:
    """Enter the pairs that are missing; what people changed stays."""
    rows = apps.get_model("search", "Synonym").objects
    known = set(rows.values_list("said_words", "means_words"))
    for said, means in pairs():
        key = (" ".join(words(said)), " ".join(words(means)))
        if key not in known:
            known.add(key)
            rows.create(said=said, means=means, said_words=key[0], means_words=key[1], valid_from=SINCE)
