"""What a person may do in a unit, and in whose name, as the rules want to know it."""

from collections.abc import Iterable
from datetime import datetime

from conglang.base.accounts.actor import Actor, actor_at, workplaces
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import roles_with
from conglang.tools.approval.routes import Route
from conglang.tools.approval.rules import Facts


def permissions_of(route: Route) -> frozenset[str]:
    """Every permission that the route asks for."""
    steps = {name for step in route.steps for name in (step.permission, step.assigned_by)}
    return frozenset(steps | {route.submit, route.publish, route.withdraw}) - {""}


def facts(by: Actor, unit_id: int, permissions: Iterable[str]) -> Facts:
    """The actor's voices in the unit: the own one first, then those lent by others."""
    return Facts(by.user_id, {name: _voices(by, unit_id, name) for name in permissions})


def _voices(by: Actor, unit_id: int, permission: str) -> tuple[int | None, ...]:
    has_own = by.is_system or by.grants.get(unit_id, frozenset()) & roles_with(permission)
    lenders = [loan.giver_id for loan in by.delegated if unit_id in loan.unit_ids and loan.gives(permission)]
    return (*([None] if has_own else []), *dict.fromkeys(lenders))


def facts_of_user(user_id: int, unit_id: int, permissions: Iterable[str], now: datetime) -> Facts:
    """The voices of a person who is not acting now, from all their workplaces; none for a closed account."""
    names = frozenset(permissions)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    places = workplaces(user, now) if user else []
    found = [facts(actor_at(user, place, now), unit_id, names) for place in places if user]
    return Facts(
        user_id,
        {name: tuple(dict.fromkeys(v for each in found for v in each.voices[name])) for name in names},
    )
