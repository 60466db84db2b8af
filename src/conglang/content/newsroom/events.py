"""What the newsroom tells: articles by the approval's own events, imports by these."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class ImportReady(Event):
    """All files of an import have come in; they are still to be read."""

    batch_id: int
    unit_id: int


@dataclass(frozen=True)
class BatchApprovalOrdered(Event):
    """A person approved an import as a whole; its drafts are still to go through the approval."""

    batch_id: int
    unit_id: int
