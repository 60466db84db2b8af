"""What the register tells of files on their way into it."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class FileDropped(Event):
    """A file came in and is still to be read."""

    file_id: int
    unit_id: int
