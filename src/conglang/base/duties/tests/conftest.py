from datetime import UTC, date, datetime

import pytest

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import custody
from conglang.base.accounts.tests.villages import desk  # noqa: F401  # a fixture
from conglang.base.duties.services.start import Trigger, start
from conglang.base.units.models import CustodyKind, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope

SINCE = date(2026, 1, 1)
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # Friday morning; Tuesday the 24th is free
SYSTEM = Actor.system("tests")


def unit(code: str, kind: UnitKind, name: str, parent: Unit | None = None) -> Unit:
    lineage = parent.below if parent else "/"
    return Unit.objects.create(
        code=code, kind=kind, level=kind.level, name=name, parent=parent, lineage=lineage, valid_from=SINCE
    )


@pytest.fixture
def province(db):
    return unit("98", UnitKind.PROVINCE, "Sông Mây")


@pytest.fixture
def commune(province):
    mine = unit("98001", UnitKind.COMMUNE, "Bến Sen", province)
    custody(province, mine, CustodyKind.ADMINISTRATION)
    return mine


@pytest.fixture
def neighbour(province):
    return unit("98002", UnitKind.COMMUNE, "Gò Lau", province)


def official(username: str, place: Unit, role: Role) -> Actor:
    user = User.objects.create_user(
        username, None, full_name=f"Nguyễn Thị {username.title()}", password_changed_at=NOW
    )
    with everything("tests"):
        Membership.objects.create(
            user=user, unit=place, role=role, starts_on=SINCE, decision_number="1/QĐ", decided_on=SINCE,
            decided_by="UBND",
        )  # fmt: skip
    return actor_for(user, place.pk, NOW)


@pytest.fixture
def clerk(commune):
    return official("vanthu", commune, Role.DOCUMENT_CLERK)


@pytest.fixture
def leader(commune):
    return official("chutich", commune, Role.COMMUNE_LEADER)


@pytest.fixture
def chief(province, commune):
    return official("quantri", province, Role.PROVINCE_ADMINISTRATOR)


@pytest.fixture
def deputy(province, commune):
    return official("phoquantri", province, Role.PROVINCE_ADMINISTRATOR)


def begin(by: Actor, commune: Unit, at: date | datetime = date(2026, 11, 20), **changes):
    given = {
        "key": "cong-khai",
        "title": "Công khai Quyết định 12/QĐ-UBND",
        "rules": ["PUB_DEFAULT", "PUB_LOCAL_DOC"],
        "trigger": Trigger("Ban hành Quyết định 12/QĐ-UBND", at),
        "now": NOW,
    }
    with use_scope(by.scope):
        return start(by=by, unit_id=commune.pk, **(given | changes))


def run(service, by: Actor, **given):
    """Call a service as a request would: in the actor's scope."""
    with use_scope(by.scope):
        return service(by=by, **({"now": NOW} | given))
