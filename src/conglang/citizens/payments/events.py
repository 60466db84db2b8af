"""What this room tells: keys only, never a payer."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class FundConfirmed(Event):
    """Everybody may read of it; it stays public when it has ended."""

    fund_id: int
    unit_id: int
