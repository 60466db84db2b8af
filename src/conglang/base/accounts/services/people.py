"""Which people an administrator is in charge of, and what roles they may give."""

from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Membership, User
from conglang.base.accounts.permissions import Forbidden, NotFound, may, require
from conglang.base.accounts.roles import PROVINCE_GRANTED, Role
from conglang.base.units.scope import everything

MANAGE = "accounts.manage_people"
OVERSIGHT = "accounts.grant_oversight"


def person_in_reach(user_id: int, by: Actor, permission: str = MANAGE) -> User:
    """A person who holds or held a role in a unit where the actor has the permission.

    Raises NotFound for everybody else, whether they exist or not.
    """
    unit_ids = set(Membership.objects.filter(user=user_id).values_list("unit_id", flat=True))
    if not any(may(by, permission, unit_id) for unit_id in unit_ids):
        raise NotFound
    return User.objects.get(pk=user_id)


def person_in_charge(user_id: int, by: Actor, now: datetime) -> User:
    """A person whose account the actor may act on: everything they hold lies in the actor's hands.

    An account opens all of a person's units, so holding one of them is not enough. Raises NotFound for
    people out of reach, Forbidden for oneself, for superiors and for people who work elsewhere as well.
    """
    user = person_in_reach(user_id, by)
    if user.pk == by.user_id:
        raise Forbidden
    with everything("an account opens all units of a person"):
        held = list(Membership.objects.not_over(now).filter(user=user))
    for membership in held:
        if not may(by, permission_over(Role(membership.role)), membership.unit_id):
            raise Forbidden
    return user


def permission_over(role: Role) -> str:
    """The permission that giving or ending a role takes."""
    return OVERSIGHT if role in PROVINCE_GRANTED else MANAGE


def require_over(by: Actor, role: Role, target: "Membership | int") -> Actor:
    """As `require`, with the permission that the role takes."""
    return require(by, permission_over(role), target)


def grantable_roles(by: Actor, unit_id: int) -> list[Role]:
    """Roles that the actor may give in the unit."""
    return [role for role in Role if may(by, permission_over(role), unit_id)]
