"""What the catalogue tells the rooms above, and its own handlers."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class ImportReceived(Event):
    """A big file was handed in; it is still to be compared with the catalogue."""

    batch_id: int
    unit_id: int


@dataclass(frozen=True)
class ImportConfirmed(Event):
    """A second person has put an import in force; its lines are still to be carried out."""

    batch_id: int
    unit_id: int


@dataclass(frozen=True)
class CatalogueChanged(Event):
    """Every line of an import was carried out."""

    batch_id: int
    unit_id: int
