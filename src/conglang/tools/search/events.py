"""What the search tells itself, so that slow work waits in the queue."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class FileToRead(Event):
    """A file was attached whose text is not known yet."""

    file_id: int
    unit_id: int
