"""What the guards tell."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class ItemStopped(Event):
    """An item carries what must never be public, and was stopped."""

    stop_id: int
    unit_id: int
