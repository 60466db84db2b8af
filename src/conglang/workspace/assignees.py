"""Who may be given a step of a review."""

from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Delegation, Membership, User
from conglang.base.accounts.permissions import roles_with
from conglang.base.units.kinds import CustodyKind
from conglang.base.units.models import Custody, Unit
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article
from conglang.kernel.text import name_key
from conglang.tools.approval.models import Review
from conglang.tools.approval.powers import facts_of_user
from conglang.tools.approval.routes import Route
from conglang.workspace.queries import people_on


def step_to_assign(by: Actor, review: Review) -> str:
    """The open step that the person may hand out; empty when there is none."""
    route = Route.from_data(review.route)
    open_names = set(review.turns.filter(is_open=True).values_list("step", flat=True))
    for step in route.steps:
        if step.name in open_names and step.assigned_by and by.may(step.assigned_by, review.unit_id):
            return step.name
    return ""


def candidates(article: Article, review: Review, step_name: str, now: datetime) -> list[User]:
    """People who may decide the step and have not worked on the article, in Vietnamese order of names."""
    step = next(step for step in Route.from_data(review.route).steps if step.name == step_name)
    barred = people_on(review)
    people = [user for user in _with_roles(article.unit, step.permission, now) if user.pk not in barred]
    able = [
        user
        for user in people
        if facts_of_user(user.pk, article.unit_id, [step.permission], now).holds(step.permission)
    ]
    return sorted(able, key=lambda user: name_key(user.full_name))


def _with_roles(unit: Unit, permission: str, now: datetime) -> list[User]:
    """Holders and borrowers of a fitting role in the unit, and in the boards that may look after it."""
    roles, line = roles_with(permission), [unit.pk, *unit.ancestor_ids]
    with everything("an article may be given to the board above its unit"):
        boards = Custody.objects.filter(kind=CustodyKind.CENTRAL_BOARD, unit__in=line)
        units = [unit.pk, *boards.values_list("holder", flat=True)]
        own = Membership.objects.in_force(now).filter(unit__in=units, role__in=roles)
        lent = Delegation.objects.in_force(now).filter(unit__in=units, giver__role__in=roles)
        ids = {*own.values_list("user", flat=True), *lent.values_list("receiver", flat=True)}
    return list(User.objects.filter(pk__in=ids))
