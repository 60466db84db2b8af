from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class ImageStored(Event):
    """A picture came in; its web sizes are still to be made."""

    image_id: int
    unit_id: int


@dataclass(frozen=True)
class DocumentStored(Event):
    """An attachment came in."""

    document_id: int
    unit_id: int
    extension: str


@dataclass(frozen=True)
class ScanRead(Event):
    """All scanned pages of a file were read, or it turned out that they cannot be."""

    recognition_id: int
    unit_id: int
    sha256: str
