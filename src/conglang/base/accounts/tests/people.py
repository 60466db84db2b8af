"""People with a post, for the tests of the rooms above."""

from datetime import date, datetime

from conglang.base.accounts.actor import Actor, Workplace, actor_at
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.units.models import Custody, CustodyKind, Unit

SINCE = date(2025, 7, 1)


def custody(holder: Unit, held: Unit, kind: CustodyKind) -> Custody:
    """The holder looks after the other unit in the way that the kind says."""
    return Custody.objects.create(holder=holder, unit=held, kind=kind, valid_from=SINCE, legal_basis="QĐ 1")


def person(name: str, unit: Unit, role: Role, now: datetime) -> Actor:
    """Somebody who holds the role in the unit and acts for it; no screen is open to them yet."""
    user = User.objects.create_user(name, full_name=name.title())
    Membership.objects.create(
        user=user, unit=unit, role=role, starts_on=SINCE, decision_number="1", decided_on=SINCE
    )
    return actor_at(user, Workplace(unit.pk, frozenset({role}), ()), now)


def let_in(actor: Actor, now: datetime) -> User:
    """A password of their own and a second factor: every screen of theirs opens."""
    user = User.objects.get(pk=actor.user_id)
    user.password_changed_at = now
    user.save(update_fields=["password_changed_at"])
    enrol_second_factor(user=user, secret="JBSWY3DPEHPK3PXP", by=Actor.system("tests"), now=now)
    return user


def appointed(name: str, unit: Unit, role: Role, now: datetime) -> User:
    """Somebody who holds the role in the unit, and may open every screen of theirs."""
    return let_in(person(name, unit, role, now), now)
