"""What this room tells."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class LetterReceived(Event):
    """A letter lies before the desk: accepted when it came, or released by a person. Never both."""

    letter_id: int
    unit_id: int

    @property
    def order_key(self) -> str:
        """Letters of a unit one after the other: an answer after what it answers."""
        return f"unit:{self.unit_id}"
