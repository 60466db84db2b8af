"""Does the audit trail still say what was written? Every alteration, removal and insertion is named."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection
from django.utils.translation import gettext as _

from conglang.base.ledger import chain, guard, heads
from conglang.base.ledger.heads import Head
from conglang.base.ledger.models import AuditEntry, SealHead

MOST_PROBLEMS = 50  # a report is read by people; behind a broken row there may be a million


@dataclass(frozen=True)
class Problem:
    """What does not fit, at which place of the chain, in which row where there is one."""

    kind: str  # altered, removed, inserted, unlinked, head
    sequence: int | None
    entry_id: int | None
    message: str


@dataclass
class Verification:
    """Rows read in the chain, rows that wait for their seal, and what does not fit, in order."""

    sealed: int = 0
    unsealed: int = 0
    first_unsealed_id: int | None = None
    guarded: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Nothing was changed."""
        return not self.problems


def verify() -> Verification:
    """Read the whole trail; nothing is written or locked."""
    result = Verification(guarded=guard.stands(connection))
    walk = _Walk()
    result.problems = list(islice(walk.problems(), MOST_PROBLEMS))
    result.sealed = walk.seen
    waiting = AuditEntry.objects.filter(sequence=None).order_by("id")
    result.unsealed = waiting.count()
    result.first_unsealed_id = waiting.values_list("id", flat=True).first()
    return result


class _Walk:
    """One reading of the chain beside the file of heads."""

    def __init__(self) -> None:
        self.head = _head()
        self.place = 0
        self.hash = ""
        self.seen = 0
        self.kept = heads.kept()
        self.next_kept: Head | None = next(self.kept, None)

    def problems(self) -> Iterator[Problem]:
        if self.head.count and self.next_kept is None:
            yield Problem(
                "head", None, None, _("%(file)s is missing or empty") % {"file": heads.heads_file()}
            )
        for row in chain.sealed_rows(connection):
            self.seen += 1
            if not self.passes(row):
                yield from self.check(row)
        if self.place < self.head.count:
            message = _("the rows from here to place %(last)s are gone") % {"last": self.head.count}
            yield Problem("removed", self.place + 1, None, message)
        # read again: rows that were sealed during the walk lie behind the first head, forged ones behind both
        head = _head()
        if self.place > head.count:
            yield Problem(
                "inserted",
                head.count + 1,
                None,
                _("rows follow the end of the chain, place %(last)s") % {"last": head.count},
            )
        yield from self.leftover_heads()

    def passes(self, row: chain.Row) -> bool:
        """The usual case, kept fast: next in line, as sealed, and no head to compare with."""
        place, stored = self.place + 1, row[-1]
        if row[0] != place or row[-2] != self.hash or stored != _hash(self.hash, row):
            return False
        if place == self.head.count or (self.next_kept and self.next_kept.count <= place):
            return False
        self.place, self.hash = place, stored
        return True

    def check(self, row: chain.Row) -> Iterator[Problem]:
        sequence, entry_id, stored_previous, stored = row[0], row[1], row[-2], row[-1]
        if not isinstance(sequence, int) or sequence <= self.place:
            yield Problem(
                "inserted",
                None,
                entry_id,
                _("row %(id)s claims the place %(place)s") % {"id": entry_id, "place": sequence},
            )
            return
        if sequence > self.place + 1:
            message = _("the rows from here to place %(last)s are gone") % {"last": sequence - 1}
            yield Problem("removed", self.place + 1, None, message)
        elif stored_previous != self.hash:
            yield Problem(
                "unlinked",
                sequence,
                entry_id,
                _("row %(id)s does not follow the row before it") % {"id": entry_id},
            )
        if stored != _hash(stored_previous, row):
            yield Problem(
                "altered", sequence, entry_id, _("row %(id)s is not as it was sealed") % {"id": entry_id}
            )
        yield from self.compare(sequence, entry_id, stored)
        self.place, self.hash = sequence, stored

    def compare(self, sequence: int, entry_id: int, stored: str) -> Iterator[Problem]:
        """The row against the heads kept apart from it."""
        if sequence == self.head.count and stored != self.head.hash:
            yield Problem(
                "head",
                sequence,
                entry_id,
                _("row %(id)s does not end the chain as its head says") % {"id": entry_id},
            )
        while self.next_kept and self.next_kept.count <= sequence:
            if self.next_kept.count == sequence and self.next_kept.hash != stored:
                message = _("row %(id)s is not the row that %(file)s knows") % {
                    "id": entry_id,
                    "file": heads.heads_file().name,
                }
                yield Problem("head", sequence, entry_id, message)
            self.next_kept = next(self.kept, None)

    def leftover_heads(self) -> Iterator[Problem]:
        if self.next_kept is not None and self.next_kept.count > self.place:
            message = _("%(file)s knows rows that are gone") % {"file": heads.heads_file().name}
            yield Problem("removed", self.place + 1, None, message)


def _head() -> Head:
    row = SealHead.objects.filter(pk=1).first() or SealHead()
    return Head(row.count, row.hash)


def _hash(previous: object, row: chain.Row) -> str | None:
    try:
        return chain.row_hash(str(previous), chain.content_of(row))
    except (TypeError, ValueError):  # a blob, or bytes that are no text
        return None
