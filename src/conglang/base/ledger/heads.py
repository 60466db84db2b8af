"""The ends of the chain, one line a seal, in a file that only grows.

Whoever can rewrite the database cannot make these lines fit; a copy of the file elsewhere makes it stronger.
It is backed up and restored together with the database, or every row since the back-up counts as removed.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Head:
    """The chain had `count` rows and ended in `hash`."""

    count: int
    hash: str


def heads_file() -> Path:
    """Where the heads are kept."""
    return Path(settings.DATA) / "audit-heads.log"


def keep(head: Head, *, now: datetime) -> None:
    """Append a head to the file, in one write."""
    line = f"{head.count} {head.hash} {now.astimezone(UTC).isoformat(timespec='seconds')}\n"
    descriptor = os.open(heads_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


def kept() -> Iterator[Head]:
    """The heads in the order in which they were kept; a line torn by a power cut is passed over."""
    if not heads_file().exists():
        return
    with heads_file().open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            match line.split():
                case [count, digest, _at] if count.isdecimal() and len(digest) == 64:
                    yield Head(int(count), digest)
