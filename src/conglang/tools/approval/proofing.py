"""Proofreading of whatever an item says, for those who decide about it. Articles have a page of their own."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from conglang.kernel.proofreading import Kind, proofread
from conglang.tools.approval import guarding
from conglang.tools.approval.models import KeptWording
from conglang.tools.approval.reviews import kind_of
from conglang.tools.approval.wording import MARKED


@dataclass(frozen=True)
class Slip:
    """Words of a field that look wrong, and what could stand there instead."""

    field: str
    words: str
    kind: Kind
    suggestions: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why they are marked, in people's words."""
        return str(MARKED[self.kind])


def slips_of(item: Any) -> list[Slip]:
    """What is marked in the fields of an item and was not said to be right."""
    texts = [
        (source.name, "\n".join(line.text for line in source.lines)) for source in guarding.sources_of(item)
    ]
    rows = KeptWording.objects.filter(content_type=kind_of(item), object_id=item.pk)
    return slips_in(texts, set(rows.values_list("kind", "words")))


def slips_in(texts: Iterable[tuple[str, str]], kept: Collection[tuple[str, str]] = ()) -> list[Slip]:
    """What is marked in texts, each with the name of its field; the same words once."""
    found = [
        Slip(field, text[each.start : each.end], each.kind, each.suggestions)
        for field, text in texts
        for each in proofread(text)
    ]
    return [slip for slip in dict.fromkeys(found) if (slip.kind, slip.words) not in kept]
