"""Villages where people hold posts, for the tests of the rooms above; each room says who lives in its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import SINCE, appointed, let_in
from conglang.base.units.models import Department, Hamlet, HamletKind, Site, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.kernel import clock


@dataclass
class Village:
    """A unit and its people by a name that tells their role."""

    unit: Unit
    users: dict[str, User]
    hamlets: list[Hamlet] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"c{self.unit.code}.localhost"

    def actor(self, name: str) -> Actor:
        return actor_for(self.users[name], self.unit.pk, clock.now())

    def do(self, name: str, service: Callable[..., Any], /, **given: Any) -> Any:
        """A service carried out by one of the people, now unless a time is given."""
        by = self.actor(name)
        with use_scope(by.scope):
            return service(**{"by": by, "now": clock.now()} | given)


def village(
    code: str, name: str, roles: Mapping[str, Role], *, kind: UnitKind = UnitKind.COMMUNE,
    parent: Unit | None = None, hamlets: tuple[str, ...] = (), departments: tuple[str, ...] = (),
) -> Village:  # fmt: skip
    """A unit with a site, its people, and its parts by name."""
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=kind, level=kind.level, name=name, parent=parent, valid_from=SINCE,
            lineage=parent.below if parent else "/",
        )  # fmt: skip
        Site.objects.create(unit=unit, host=f"c{code}.localhost", opened_on=SINCE)
        users = {key: appointed(f"{key}.{code}", unit, role, clock.now()) for key, role in roles.items()}
        thon = HamletKind.THON
        return Village(
            unit, users, [Hamlet.objects.create(unit=unit, kind=thon, name=each) for each in hamlets],
            [Department.objects.create(unit=unit, name=each) for each in departments],
        )  # fmt: skip


def stopped_at(now: datetime) -> Any:
    """The fixture of a room whose tests happen at one time, each with files of its own."""

    @pytest.fixture(autouse=True)
    def frozen(settings: Any, tmp_path: Any) -> Any:
        settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
        settings.DATA = tmp_path
        with clock.frozen(now):
            yield

    return frozen


def two(village: Callable[[str, str], Any]) -> tuple[Any, Any]:
    """The fixtures `home` and `neighbour` of a room that makes its villages so."""

    @pytest.fixture
    def home(db: None) -> Any:
        return village("98001", "Bến Sen")

    @pytest.fixture
    def neighbour(db: None) -> Any:
        return village("98002", "Bến Đá")

    return home, neighbour


def visit(path: str, data: Any = None, host: str = "c98001.localhost", **more: str) -> Any:
    """What a visitor of the home's site gets; with data a form is sent."""
    client = Client(HTTP_HOST=host, **more)
    return client.get(path) if data is None else client.post(path, data)


@pytest.fixture
def desk(settings: Any) -> Callable[[Actor], Client]:
    """A browser at the desk, signed in as an actor who has not yet opened a screen: `desk(actor)`."""
    cache.clear()

    def signed_in(actor: Actor) -> Client:
        client = Client(HTTP_HOST=settings.DESK_HOST)
        client.force_login(
            let_in(actor, clock.now()), backend="conglang.base.accounts.backends.UnitRoleBackend"
        )
        return client

    return signed_in


def page(client: Client, path: str) -> str:
    """What the page says that must be there."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()
