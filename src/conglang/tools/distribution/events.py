"""What the sheets tell the rooms above."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class LineTurned(Event):
    """A line of an item began or ended, at its time, with its item or by a refusal of the unit."""

    model: str
    object_id: int
    unit_id: int
    channel: str

    @property
    def order_key(self) -> str:
        """Lines of one item turn in order."""
        return f"{self.model}:{self.object_id}"
