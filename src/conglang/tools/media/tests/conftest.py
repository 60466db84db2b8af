from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Picture

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit, UnitKind, UnitLevel
from conglang.base.units.scope import Scope, use_scope

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def unit(code: str) -> Unit:
    return Unit.objects.create(
        level=UnitLevel.COMMUNE,
        kind=UnitKind.COMMUNE,
        code=code,
        name=f"Mẫu {code}",
        valid_from=date(2025, 7, 1),
    )


def writer(place: Unit) -> Actor:
    user = User.objects.create_user(f"viet.{place.code}", full_name="Trần Thị Thử")
    return Actor(
        user_id=user.pk,
        name=user.full_name,
        unit_id=place.pk,
        scope=Scope(acting=place.pk, readable=frozenset({place.pk}), writable=frozenset({place.pk})),
        grants={place.pk: frozenset({Role.CONTRIBUTOR})},
    )


def jpeg(size=(900, 600), colour="green", **options) -> BytesIO:
    data = BytesIO()
    Picture.new("RGB", size, colour).save(data, "JPEG", **options)
    data.seek(0)
    return data


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = tmp_path / "public"


@pytest.fixture
def by(db):
    return writer(unit("99001"))


@pytest.fixture
def in_scope(by):
    with use_scope(by.scope):
        yield by


@pytest.fixture
def neighbour(db):
    return writer(unit("99002"))
