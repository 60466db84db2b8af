from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class AnchorsChanged(Event):
    """A province trusts other certificates than before; its files are to be judged again."""

    unit_id: int

    @property
    def order_key(self) -> str:
        return f"anchors {self.unit_id}"
