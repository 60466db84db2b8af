"""Keys are given and taken back by administrators, on record, and kept as a fingerprint."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.actor import actor_for
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.roles import Role
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Unit, UnitKind
from conglang.base.units.scope import everything, public, use_scope
from conglang.tools.quotas.models import ApiKey
from conglang.tools.quotas.queries import good_key
from conglang.tools.quotas.rules import fingerprint
from conglang.tools.quotas.services.issue_key import Holder, issue_key
from conglang.tools.quotas.services.revoke_key import revoke_key

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
HOLDER = Holder(
    organisation="Báo Sông Mây",
    contact_name="Trần Thị B",
    contact_email="b@bao.example",
    per_minute=600,
    valid_until=date(2027, 11, 21),
)


def unit(code, name, parent=None, kind=UnitKind.COMMUNE):
    return Unit.objects.create(
        code=code, kind=kind, level=kind.level, name=name, parent=parent, valid_from=date(2025, 7, 1)
    )


def person(where, role):
    user = User.objects.create_user(f"{role}.{where.code}", full_name="Lê C")
    Membership.objects.create(
        user=user, unit=where, role=role, starts_on=date(2025, 7, 1), decision_number="1", decided_on=TODAY
    )
    return actor_for(user, where.pk, NOW)


@pytest.fixture
def province(db):
    with everything("tests"):
        return unit("98", "Sông Mây", kind=UnitKind.PROVINCE)


@pytest.fixture
def commune(province):
    with everything("tests"):
        return unit("98001", "Bến Sen", province)


@pytest.fixture
def admin(commune):
    with everything("tests"):
        return person(commune, Role.UNIT_ADMINISTRATOR)


def issue(by, holder=HOLDER, **more):
    with use_scope(by.scope):
        return issue_key(by=by, unit_id=by.unit_id, holder=holder, now=NOW, **more)


def found_at(site, key, on=TODAY):
    with use_scope(public(*filter(None, (site.pk, site.parent_id)))):
        return good_key(key, on)


def test_the_key_is_given_once_and_kept_as_a_fingerprint(admin, commune):
    row, key = issue(admin)
    assert found_at(commune, key) == row
    with use_scope(admin.scope):
        stored = ApiKey.objects.values().get()
    assert key not in str(stored)
    assert stored["key_hash"] == fingerprint(key)
    assert key not in str(AuditEntry.objects.filter(verb="quotas.key_issued").values())


def test_a_form_sent_twice_makes_one_key(admin):
    uid = UUID(int=7)
    first, key = issue(admin, uid=uid)
    again, nothing = issue(admin, uid=uid)
    assert (again, nothing) == (first, "")
    assert key
    assert AuditEntry.objects.filter(verb="quotas.key_issued").count() == 1


def test_a_key_ends_and_can_be_taken_back(admin, commune):
    row, key = issue(admin)
    assert found_at(commune, key, on=HOLDER.valid_until)
    assert found_at(commune, key, on=date(2027, 11, 22)) is None
    for _twice in range(2):
        with use_scope(admin.scope):
            revoke_key(by=admin, key_id=row.pk, now=NOW)
    assert found_at(commune, key) is None
    assert AuditEntry.objects.filter(verb="quotas.key_revoked").count() == 1


def test_a_provinces_key_is_good_in_its_communes_and_a_communes_nowhere_else(province, commune, admin):
    with everything("tests"):
        neighbour = unit("98002", "Bến Đá", province)
        above = person(province, Role.PROVINCE_ADMINISTRATOR)
    _row, wide = issue(above)
    _row, narrow = issue(admin)
    assert [found_at(site, wide) is not None for site in (province, commune, neighbour)] == [True] * 3
    assert [found_at(site, narrow) is not None for site in (province, commune, neighbour)] == [
        False,
        True,
        False,
    ]


def test_editors_give_no_keys(commune):
    with everything("tests"):
        editor = person(commune, Role.HEAD_EDITOR)
    with pytest.raises(Forbidden):
        issue(editor)


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_until": date(2026, 11, 20)},
        {"valid_until": date(2030, 1, 1)},
        {"per_minute": 0},
        {"per_minute": 1_000_000},
        {"organisation": " "},
        {"contact_email": "nobody"},
    ],
)
def test_what_makes_no_sense_is_refused(admin, wrong):
    with pytest.raises(ValidationError):
        issue(admin, replace(HOLDER, **wrong))


@pytest.mark.parametrize("key", ["", "cl_", "cl_khong-co", "x" * 10_000, "cl_" + "a" * 10_000, "cl_\x00"])
def test_what_is_no_key_opens_nothing(admin, commune, key):
    assert found_at(commune, key) is None
