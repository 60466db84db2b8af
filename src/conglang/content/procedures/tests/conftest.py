"""A province with two communes and the people who keep its catalogue."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Site, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.content.procedures.models import ProcedureImport
from conglang.content.procedures.reading import Row
from conglang.content.procedures.services.carry_out import carry_out
from conglang.content.procedures.services.decide_import import confirm_import
from conglang.content.procedures.services.propose_import import propose_import
from conglang.content.procedures.tests.invented import entries
from conglang.kernel import clock

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)


@dataclass
class Place:
    """A unit with its people by role."""

    unit: Unit
    users: dict[str, User]

    def actor(self, name: str) -> Actor:
        return actor_for(self.users[name], self.unit.pk, NOW)

    @property
    def host(self) -> str:
        return f"c{self.unit.code}.localhost"


def place(code: str, name: str, kind: UnitKind, parent: Unit | None, *, with_site: bool = True) -> Place:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=kind, level=kind.level, name=name, parent=parent, valid_from=SINCE,
            lineage=parent.below if parent else "/",
        )  # fmt: skip
        if with_site:
            Site.objects.create(unit=unit, host=f"c{code}.localhost", opened_on=SINCE)
        roles = {"writer": Role.CONTRIBUTOR, "desk": Role.DESK, "head": Role.HEAD_EDITOR}
        users = {key: appointed(f"{key}.{code}", unit, role, NOW) for key, role in roles.items()}
    return Place(unit, users)


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


@pytest.fixture
def province(db) -> Place:
    return place("98", "Sông Mây", UnitKind.PROVINCE, None)


@pytest.fixture
def commune(province) -> Place:
    return place("98001", "Bến Sen", UnitKind.COMMUNE, province.unit)


def rows_of(*values: dict[str, Any]) -> list[Row]:
    return [
        Row(
            number, {k: v for k, v in each.items() if k not in {"former_code", "repealed"}},
            former_code=each.get("former_code", ""), is_repealed=bool(each.get("repealed")),
        )
        for number, each in enumerate(values, 2)
    ]  # fmt: skip


def proposed(province: Place, *values: dict[str, Any], is_whole: bool = False) -> ProcedureImport:
    by = province.actor("desk")
    with use_scope(by.scope):
        return propose_import(
            by=by, unit_id=province.unit.pk, name="danh-muc.json", sha256_of_source="0" * 64,
            rows=rows_of(*values), is_whole=is_whole, now=NOW,
        )  # fmt: skip


def put_in_force(province: Place, *values: dict[str, Any], is_whole: bool = False) -> ProcedureImport:
    """What two people and the worker make of a file."""
    batch, by = proposed(province, *values, is_whole=is_whole), province.actor("head")
    with use_scope(by.scope):
        confirm_import(by=by, batch=batch, now=NOW)
    carry_out(batch_id=batch.pk, now=NOW)
    with everything("tests"):
        deliver(now=NOW, limit=100)
        batch.refresh_from_db()
    return batch


@pytest.fixture
def catalogue(province) -> list[dict[str, Any]]:
    """Six procedures in force."""
    values = entries(6)
    put_in_force(province, *values)
    return values
