from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from conglang.base.units.models import Unit, UnitKind
from conglang.base.units.scope import Scope
from conglang.base.units.services.found_unit import found_unit

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)


@dataclass
class Person:
    """An author who may manage the units given; None stands for every one and the installation."""

    manages: frozenset[int] | None = None
    user_id: int | None = 7
    name: str = "Nguyễn Văn A"
    unit_id: int | None = None
    on_behalf_of: int | None = None

    def may(self, permission: str, unit_id: int | None) -> bool:
        return permission == "units.manage" and (self.manages is None or unit_id in self.manages)


@pytest.fixture
def by():
    return Person()


@pytest.fixture
def now():
    return NOW


def found(code: str, kind: UnitKind, name: str, parent: Unit | None = None, on: date = SINCE) -> Unit:
    return found_unit(
        code=code, kind=kind, name=name, parent=parent, on=on, legal_basis="NQ 1", by=Person(), now=NOW
    )


def scope_of(unit: Unit, *also_readable: Unit) -> Scope:
    """An official's scope: reads the units, writes the first."""
    readable = frozenset({unit.pk, *(other.pk for other in also_readable)})
    return Scope(acting=unit.pk, readable=readable, writable=frozenset({unit.pk}))


@pytest.fixture
def province(db):
    return found("98", UnitKind.PROVINCE, "Sông Mây")


@pytest.fixture
def ours(province):
    return found("98001", UnitKind.COMMUNE, "Bến Sen", province)


@pytest.fixture
def theirs(province):
    return found("98004", UnitKind.WARD, "Đồi Cọ", province)
