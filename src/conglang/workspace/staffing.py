"""Who holds a permission in a unit now: its own people, boards that look after it, and borrowers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from conglang.base.accounts.models import Delegation, Membership, User
from conglang.base.accounts.permissions import roles_with
from conglang.base.accounts.roles import REACH, Role
from conglang.base.units.kinds import CustodyKind
from conglang.base.units.models import Custody, Unit
from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day
from conglang.kernel.text import name_key
from conglang.workspace.units import is_running


@dataclass(frozen=True)
class Holding:
    """A person with a role that counts in the unit; a loan may cover some permissions only."""

    user: User
    role: Role
    permissions: frozenset[str] = frozenset()

    def gives(self, permission: str) -> bool:
        """Whether the permission is held by this."""
        lent = not self.permissions or permission in self.permissions
        return lent and self.role in roles_with(permission)


@dataclass(frozen=True)
class Staff:
    """Everybody who may do something in a unit."""

    holdings: tuple[Holding, ...]

    def who(self, permission: str) -> list[User]:
        """People with the permission, by their given names."""
        found = {one.user.pk: one.user for one in self.holdings if one.gives(permission)}
        return sorted(found.values(), key=lambda user: name_key(user.full_name))


def staff_of(unit: Unit, now: datetime) -> Staff:
    """Who may do what in the unit at the instant; three queries."""
    today = local_day(now)
    counting: dict[int, set[Role]] = defaultdict(set)
    counting[unit.pk] = set(Role)
    with everything("the people of a board may work for units below"):
        over = Q(unit=unit) | Q(unit__in=unit.ancestor_ids, with_descendants=True)
        for row in Custody.objects.filter(over):
            if is_running(row, today):
                counting[row.holder_id] |= REACH[CustodyKind(row.kind)]
        own = Membership.objects.in_force(now).filter(unit__in=list(counting)).select_related("user")
        lent = Delegation.objects.in_force(now).filter(unit__in=list(counting))
        held = [(Holding(row.user, Role(row.role)), row.unit_id) for row in own]
        for row in lent.select_related("receiver", "giver"):
            loan = Holding(row.receiver, Role(row.giver.role), frozenset(row.permissions))
            held.append((loan, row.unit_id))
    return Staff(tuple(one for one, unit_id in held if one.role in counting[unit_id]))
