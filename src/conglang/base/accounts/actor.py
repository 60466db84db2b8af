"""The acting person: who, for which unit, with which roles, within which scope."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import cast

from django.http import HttpRequest

from conglang.base.accounts.models import Delegation, Membership, User
from conglang.base.accounts.permissions import roles_with
from conglang.base.accounts.roles import REACH, READ_ONLY, SECOND_FACTOR, Role
from conglang.base.units.models import Custody, CustodyKind, Unit
from conglang.base.units.queries import reach
from conglang.base.units.scope import Scope, everything
from conglang.kernel.clock import local_day

NOBODY = Scope(acting=None, readable=frozenset(), writable=frozenset())
EVERYTHING = Scope(acting=None, readable=None, writable=None)
Grants = Mapping[int, frozenset[Role]]  # unit id → roles that count there


@dataclass(frozen=True, slots=True)
class DelegatedRole:
    """A role that another person lent for a time; no `permissions` means all of the role's."""

    giver_id: int
    role: Role
    permissions: frozenset[str]
    unit_ids: frozenset[int]

    def gives(self, permission: str) -> bool:
        """Whether the loan covers the permission, wherever it counts."""
        lent = not self.permissions or permission in self.permissions
        return lent and self.role in roles_with(permission)


@dataclass(frozen=True)
class Actor:
    """Built for one request or one job; holds no rows, so it can be kept and compared."""

    user_id: int | None
    name: str
    unit_id: int | None = None
    scope: Scope = NOBODY
    grants: Grants = field(default_factory=lambda: MappingProxyType({}))
    delegated: tuple[DelegatedRole, ...] = ()
    on_behalf_of: int | None = None
    is_system: bool = False

    @classmethod
    def system(cls, name: str) -> "Actor":
        """The installation itself, for jobs and commands: may do everything, everywhere."""
        return cls(user_id=None, name=name, scope=EVERYTHING, is_system=True)

    @property
    def roles(self) -> frozenset[Role]:
        """Roles in the acting unit, own and delegated."""
        return self.roles_in(self.unit_id)

    def roles_in(self, unit_id: int | None) -> frozenset[Role]:
        """Roles that count in a unit, own and delegated."""
        own = self.grants.get(unit_id, frozenset()) if unit_id is not None else frozenset()
        return own | {loan.role for loan in self.delegated if unit_id in loan.unit_ids}

    def may(self, permission: str, unit_id: int | None) -> bool:
        """Whether the permission is held in the unit. Raises UnknownPermission."""
        return self._may_alone(permission, unit_id) or self._loan(permission, unit_id) is not None

    def may_somewhere(self, permission: str) -> bool:
        """Whether the permission is held in any unit of the scope."""
        if self.is_system or any(roles & roles_with(permission) for roles in self.grants.values()):
            return True
        return any(loan.gives(permission) for loan in self.delegated)

    def authorised(self, permission: str, unit_id: int | None) -> "Actor":
        """The actor as the record should name it: own right comes first, then the oldest loan."""
        loan = None if self._may_alone(permission, unit_id) else self._loan(permission, unit_id)
        return replace(self, on_behalf_of=loan.giver_id) if loan else self

    def _may_alone(self, permission: str, unit_id: int | None) -> bool:
        allowed = roles_with(permission)
        if self.is_system:
            return True
        return unit_id is not None and bool(self.grants.get(unit_id, frozenset()) & allowed)

    def _loan(self, permission: str, unit_id: int | None) -> DelegatedRole | None:
        fitting = (loan for loan in self.delegated if unit_id in loan.unit_ids and loan.gives(permission))
        return next(fitting, None)


@dataclass(frozen=True)
class Workplace:
    """One unit for which a person can act now, with what they hold there."""

    unit_id: int
    own: frozenset[Role]
    delegations: tuple[Delegation, ...]

    @cached_property
    def unit(self) -> Unit:
        """The unit, read when something of it is shown."""
        return Unit.objects.get(pk=self.unit_id)

    @property
    def roles(self) -> frozenset[Role]:
        """Roles held here, own and lent."""
        return self.own | {Role(row.giver.role) for row in self.delegations}


def workplaces(user: User, now: datetime) -> list[Workplace]:
    """The units for which the person can act, those with own appointments first, the oldest first."""
    with everything("a person's roles are what scopes are made from"):
        own = list(Membership.objects.in_force(now).filter(user=user).values_list("unit_id", "role"))
        lent = _lent(user, now)
    unit_ids = dict.fromkeys([*(unit_id for unit_id, _role in own), *(row.unit_id for row in lent)])
    return [
        Workplace(
            unit_id,
            frozenset(Role(role) for unit, role in own if unit == unit_id),
            tuple(row for row in lent if row.unit_id == unit_id),
        )
        for unit_id in unit_ids
    ]


def _lent(user: User, now: datetime) -> list[Delegation]:
    # nearly nobody has any, and this runs with every request: a look at an index tells
    if not Delegation.objects.filter(receiver=user).exists():
        return []
    return list(Delegation.objects.in_force(now).filter(receiver=user).select_related("giver"))


def needs_second_factor(places: list[Workplace]) -> bool:
    """Whether a role in any of the units may not rest on a password alone."""
    return any(place.roles & SECOND_FACTOR for place in places)


def actor_for(user: User, acting_unit: int | None, now: datetime) -> Actor:
    """The person acting for a unit; for their first workplace when they hold nothing in that one."""
    places = workplaces(user, now)
    place = next((each for each in places if each.unit_id == acting_unit), next(iter(places), None))
    return actor_at(user, place, now)


def actor_at(user: User, place: Workplace | None, now: datetime) -> Actor:
    """The person acting at a workplace; without one, an actor who may nothing."""
    if place is None:
        return Actor(user_id=user.pk, name=user.get_full_name())
    reached = _reached(place.unit_id, place.roles, local_day(now))
    grants = {unit: place.own & roles for unit, roles in reached.items() if place.own & roles}
    loans = tuple(
        DelegatedRole(
            giver_id=row.giver.user_id,
            role=Role(row.giver.role),
            permissions=frozenset(row.permissions),
            unit_ids=frozenset(unit for unit, roles in reached.items() if row.giver.role in roles),
        )
        for row in place.delegations
    )
    return Actor(
        user_id=user.pk,
        name=user.get_full_name(),
        unit_id=place.unit_id,
        scope=_scope(place.unit_id, grants, loans),
        grants=MappingProxyType(grants),
        delegated=loans,
    )


def _scope(unit_id: int, grants: Grants, loans: tuple[DelegatedRole, ...]) -> Scope:
    held: dict[int, set[Role]] = {unit: set(roles) for unit, roles in grants.items()}
    for loan in loans:
        for unit in loan.unit_ids:
            held.setdefault(unit, set()).add(loan.role)
    return Scope(
        acting=unit_id,
        readable=frozenset(held),
        writable=frozenset(unit for unit, roles in held.items() if roles - READ_ONLY),
    )


def _reached(unit_id: int, roles: frozenset[Role], on: date) -> dict[int, frozenset[Role]]:
    """Unit ids with the roles that count there: the unit itself, and what is in its custody."""
    found: dict[int, frozenset[Role]] = {unit_id: frozenset(Role)}
    # most units hold nothing: one query tells
    for kind in Custody.objects.filter(holder=unit_id).values_list("kind", flat=True).distinct():
        counting = REACH[CustodyKind(kind)]
        if roles & counting:
            for reached in reach(unit_id, [CustodyKind(kind)], on):
                found[reached] = found.get(reached, frozenset()) | counting
    return found


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the middleware put on a request to the desk."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]
