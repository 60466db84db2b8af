"""A commune with a department, a hamlet and its people, acting through services as on the desk."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import appointed
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Department, Hamlet, HamletKind, Site, Unit, UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.content.directory.models import Entry, Official
from conglang.content.directory.services.write import write_entry
from conglang.kernel import clock
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)


@dataclass
class Village:
    """A unit with a site, and its people by role."""

    unit: Unit
    department: Department
    hamlet: Hamlet
    users: dict[str, User]

    def actor(self, name: str) -> Actor:
        return actor_for(self.users[name], self.unit.pk, NOW)

    @property
    def host(self) -> str:
        return f"c{self.unit.code}.localhost"


def village(code: str, name: str) -> Village:
    with everything("tests"):
        unit = Unit.objects.create(
            code=code, kind=UnitKind.COMMUNE, level=UnitKind.COMMUNE.level, name=name, valid_from=SINCE
        )
        Site.objects.create(unit=unit, host=f"c{code}.localhost", opened_on=SINCE)
        department = Department.objects.create(unit=unit, name="Phòng Kinh tế")
        hamlet = Hamlet.objects.create(unit=unit, kind=HamletKind.THON, name="Đông Thử")
        roles = {"writer": Role.CONTRIBUTOR, "head": Role.HEAD_EDITOR, "clerk": Role.DOCUMENT_CLERK}
        users = {key: appointed(f"{key}.{code}", unit, role, NOW) for key, role in roles.items()}
    return Village(unit, department, hamlet, users)


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db) -> Village:
    return village("98001", "Bến Sen")


@pytest.fixture
def neighbour(db) -> Village:
    return village("98002", "Bến Đá")


def write(of: Village, model: type[Entry] = Official, **values: Any) -> Any:
    """A draft as somebody of the commune writes it."""
    if model is Official:
        values = {"full_name": "Trần Thị Thử", "post": "Công chức"} | values
    by = of.actor("writer")
    with use_scope(by.scope):
        return write_entry(by=by, model=model, unit_id=of.unit.pk, values=values, now=NOW)


def publish(entry: Any, of: Village) -> Any:
    """Submit and approve, each by another person; what follows from it is done too."""
    writer, head = of.actor("writer"), of.actor("head")
    with use_scope(writer.scope):
        submit(item=entry, by=writer, now=NOW)
    with use_scope(head.scope):
        row = type(entry).objects.get(pk=entry.pk)
        approve(item=row, expected_hash=standing(head, row, now=NOW).content, by=head, now=NOW)
        row.refresh_from_db()
    with everything("tests"):
        deliver(now=NOW, limit=100)
    return row


def published(of: Village, model: type[Entry] = Official, **values: Any) -> Any:
    return publish(write(of, model, **values), of)
