"""What this room tells upwards: keys only, never words of people."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class QuestionSettled(Event):
    """The asker has an answer to read, or why there is none."""

    question_id: int
    unit_id: int

    @property
    def order_key(self) -> str:
        """Events of one question stay in order."""
        return f"question:{self.question_id}"
