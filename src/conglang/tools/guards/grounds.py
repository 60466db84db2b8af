"""The legal grounds on which personal data may be public; data, not code."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NOTE_NEEDED = frozenset({"not_personal"})


@dataclass(frozen=True)
class LegalGround:
    """A ground as people choose it. `certainty`: F1 the text of the law was read, F2 at second hand."""

    key: str
    title: str
    law: str
    certainty: str

    def __str__(self) -> str:
        return f"{self.title} ({self.law})"


@cache
def grounds() -> dict[str, LegalGround]:
    """All grounds by their key, in the order in which they are offered."""
    path = Path(__file__).with_name("data") / "grounds.toml"
    return {row["key"]: LegalGround(**row) for row in tomllib.loads(path.read_text("utf-8"))["ground"]}
