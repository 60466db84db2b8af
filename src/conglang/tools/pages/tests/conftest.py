from datetime import UTC, date, datetime

import pytest

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit, UnitKind, UnitLevel
from conglang.base.units.scope import Scope, use_scope

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def unit(code: str) -> Unit:
    return Unit.objects.create(
        level=UnitLevel.COMMUNE, kind=UnitKind.COMMUNE, code=code, name="Mẫu", valid_from=date(2025, 7, 1)
    )


def actor(place: Unit, role: Role) -> Actor:
    own = frozenset({place.pk})
    return Actor(
        user_id=None,
        name="Đỗ Thị Kiểm",
        unit_id=place.pk,
        scope=Scope(acting=place.pk, readable=own, writable=own),
        grants={place.pk: frozenset({role})},
    )


@pytest.fixture
def by(db, settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    administrator = actor(unit("99001"), Role.UNIT_ADMINISTRATOR)
    with use_scope(administrator.scope):
        yield administrator
