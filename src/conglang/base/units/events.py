"""What this app tells upwards."""

from dataclasses import dataclass

from conglang.base.ledger.events import Event


@dataclass(frozen=True)
class SiteOpened(Event):
    """A unit has a public site now."""

    site_id: int
    unit_id: int


@dataclass(frozen=True)
class SiteMoved(Event):
    """A site answers at another host; the old one redirects there."""

    site_id: int
    unit_id: int
    old_host: str


@dataclass(frozen=True)
class UnitReclassified(Event):
    """A unit is called otherwise; its code and everything else stays."""

    unit_id: int


@dataclass(frozen=True)
class UnitDissolved(Event):
    """A unit is no more; its successors are known."""

    unit_id: int
