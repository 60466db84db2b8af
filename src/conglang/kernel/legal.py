"""Where a rule or a date comes from: the text of law, how surely we know it, and for whom it holds."""

from dataclasses import dataclass
from enum import StrEnum

# A scope is a unit code (a province has 2 digits, a commune 5: QĐ 19/2025/QĐ-TTg) or this: the whole country.
NATIONAL = "VN"


class Certainty(StrEnum):
    """How a statement of law was established, surest first."""

    FOUND = "F1"  # the full text of the article was read
    QUOTED = "F2"  # quoted or summarised by a named source
    LOCAL = "F0"  # stands in a local plan or regulation
    DERIVED = "D"  # follows from texts by arithmetic
    KNOWN_WELL = "K-h"  # from memory, to be checked
    KNOWN = "K-m"
    KNOWN_BADLY = "K-l"


@dataclass(frozen=True)
class LegalBasis:
    """A place in a legal text: document, article (Điều), clause (khoản), point (điểm)."""

    doc: str
    article: str = ""
    clause: str = ""
    point: str = ""

    def cite(self) -> str:
        """Return the Vietnamese citation, smallest part first, as official documents write it."""
        parts = (("điểm", self.point), ("khoản", self.clause), ("Điều", self.article))
        return " ".join([f"{word} {number}" for word, number in parts if number] + [self.doc])
