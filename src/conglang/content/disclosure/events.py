"""What this room tells upwards. An entry is named by its key, its subject by model label and key."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class InformationPublished(Event):
    """Something of the catalogue is public from this moment."""

    entry_id: int
    unit_id: int
    heading_key: str


@dataclass(frozen=True)
class InformationTakenDown(Event):
    """Something of the catalogue is public no longer."""

    entry_id: int
    unit_id: int
    heading_key: str
