"""What is told to the rooms above."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class SendingCounted(Event):
    """A pass of a sending has ended; its counts are those of everything up to now. `key` is the caller's."""

    sending_id: int
    key: str

    @property
    def order_key(self) -> str:
        """Counts of one sending stay in order."""
        return self.key
