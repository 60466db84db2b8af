from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest

from conglang.base.accounts import permissions
from conglang.base.accounts.actor import Actor, DelegatedRole
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests.people import custody
from conglang.base.units.models import CustodyKind, Unit, UnitKind
from conglang.base.units.scope import Scope, everything, use_scope
from conglang.kernel import clock
from conglang.tools.approval import queries, services
from conglang.tools.approval.tests import notices
from conglang.tools.approval.tests.notices import Notice

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)
SYSTEM = Actor.system("tests")
RIGHTS = {
    notices.WRITE: {Role.CONTRIBUTOR, Role.FIELD_EDITOR, Role.DESK, Role.HEAD_EDITOR},
    notices.COLLECT: {Role.DESK, Role.HEAD_EDITOR},
    notices.VERIFY: {Role.FIELD_EDITOR},
    notices.APPROVE: {Role.HEAD_EDITOR},
}


@pytest.fixture
def rights(monkeypatch):
    monkeypatch.setattr(
        permissions, "_registry", permissions.registered() | {k: frozenset(v) for k, v in RIGHTS.items()}
    )


@pytest.fixture
def table(db, rights):
    with everything("what tests look at"), notices.installed(), clock.frozen(NOW):
        yield


@dataclass
class Office:
    """A commune with its people, under a province whose board can stand in."""

    unit: Unit
    province: Unit
    people: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def unit(code: str, kind: UnitKind, name: str, parent: Unit | None = None) -> Unit:
    lineage = parent.below if parent else "/"
    return Unit.objects.create(
        code=code, kind=kind, level=kind.level, name=name, parent=parent, lineage=lineage, valid_from=SINCE
    )


def actor(name: str, place: Unit, *roles: Role, home: Unit | None = None) -> Actor:
    """A person appointed at home (or at the place itself) who acts in the place."""
    user = User.objects.create_user(name, full_name=name.title())
    with everything("tests"):
        for role in roles:
            Membership.objects.create(
                user=user,
                unit=home or place,
                role=role,
                starts_on=SINCE,
                decision_number="1",
                decided_on=SINCE,
            )
    ids = frozenset({place.pk})
    return Actor(
        user.pk,
        user.full_name,
        place.pk,
        scope=Scope(place.pk, ids, ids),
        grants=MappingProxyType({place.pk: frozenset(roles)}),
    )


def lent(receiver: Actor, giver: Actor, role: Role) -> Actor:
    """The receiver with the giver's role on loan."""
    loan = DelegatedRole(giver.user_id, role, frozenset(), frozenset({receiver.unit_id}))
    return replace(receiver, delegated=(*receiver.delegated, loan))


@pytest.fixture
def office(table):
    province = unit("98", UnitKind.PROVINCE, "Sông Mây")
    commune = unit("98001", UnitKind.COMMUNE, "Bến Sen", province)
    custody(province, commune, CustodyKind.CENTRAL_BOARD)
    people = {
        "writer": actor("tacgia", commune, Role.CONTRIBUTOR),
        "colleague": actor("dongnghiep", commune, Role.CONTRIBUTOR),
        "desk": actor("phoban", commune, Role.DESK),
        "editor": actor("bientap", commune, Role.FIELD_EDITOR),
        "head": actor("truongban", commune, Role.HEAD_EDITOR),
        "board": actor("tinh", commune, Role.HEAD_EDITOR, Role.FIELD_EDITOR, home=province),
        "board_two": actor("tinhhai", commune, Role.HEAD_EDITOR, Role.FIELD_EDITOR, home=province),
    }
    return Office(commune, province, people)


def draft(office: Office, by: Actor, title: str = "Lịch tiêm phòng", **fields) -> Notice:
    with use_scope(by.scope):
        notice = Notice.objects.create(unit=office.unit, title=title, **fields)
        write(notice, by)
    return notice


def write(notice: Notice, by: Actor, **fields) -> Notice:
    """What the editor does when a person saves: a new revision, while a public row stays as it is."""
    with use_scope(by.scope):
        shown = notice.get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(shown, name, value)
        shown.save_revision(user=User.objects.get(pk=by.user_id))
        notice.refresh_from_db()
    return notice


def seen(notice: Notice, by: Actor) -> str:
    """The hash that the person's screen carries."""
    return standing(notice, by).content


def standing(notice: Notice, by: Actor, now: datetime = NOW) -> queries.Standing:
    with use_scope(by.scope):
        return queries.standing(by, Notice.objects.get(pk=notice.pk), now=now)


def do(verb: str, notice: Notice, by: Actor, now: datetime = NOW, **more):
    """Call a service as a request would: in the actor's scope, on a row read in it, with the hash shown."""
    if verb in {"verify", "approve"}:
        more = {"expected_hash": seen(notice, by)} | more
    with use_scope(by.scope), clock.frozen(now):
        review = getattr(services, verb)(item=Notice.objects.get(pk=notice.pk), by=by, now=now, **more)
        notice.refresh_from_db()
    return review


def approved(office: Office, **fields) -> Notice:
    """A notice that went all the way; public unless its time is set."""
    notice = draft(office, office.writer, **fields)
    do("submit", notice, office.writer)
    do("assign", notice, office.desk, assignee_id=office.editor.user_id)
    do("verify", notice, office.editor)
    do("approve", notice, office.head)
    return notice
