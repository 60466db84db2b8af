"""A province with two communes and the people who keep its catalogue."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.villages import Village, stopped_at, village
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import UnitKind
from conglang.base.units.scope import everything
from conglang.content.procedures.models import ProcedureImport
from conglang.content.procedures.reading import Row
from conglang.content.procedures.services.carry_out import carry_out
from conglang.content.procedures.services.decide_import import confirm_import
from conglang.content.procedures.services.propose_import import propose_import
from conglang.content.procedures.tests.invented import entries

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ROLES = {"writer": Role.CONTRIBUTOR, "desk": Role.DESK, "head": Role.HEAD_EDITOR}

place = partial(village, roles=ROLES)
frozen = stopped_at(NOW)


@pytest.fixture
def province(db) -> Village:
    return place("98", "Sông Mây", kind=UnitKind.PROVINCE)


@pytest.fixture
def commune(province) -> Village:
    return place("98001", "Bến Sen", parent=province.unit)


def rows_of(*values: dict[str, Any]) -> list[Row]:
    return [
        Row(
            number, {k: v for k, v in each.items() if k not in {"former_code", "repealed"}},
            former_code=each.get("former_code", ""), is_repealed=bool(each.get("repealed")),
        )
        for number, each in enumerate(values, 2)
    ]  # fmt: skip


def proposed(province: Village, *values: dict[str, Any], is_whole: bool = False) -> ProcedureImport:
    return province.do(
        "desk", propose_import, unit_id=province.unit.pk, name="danh-muc.json", sha256_of_source="0" * 64,
        rows=rows_of(*values), is_whole=is_whole,
    )  # fmt: skip


def put_in_force(province: Village, *values: dict[str, Any], is_whole: bool = False) -> ProcedureImport:
    """What two people and the worker make of a file."""
    batch = proposed(province, *values, is_whole=is_whole)
    province.do("head", confirm_import, batch=batch)
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
