"""Who may be given a step of a review."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Delegation, Membership, User
from conglang.base.accounts.permissions import roles_with
from conglang.base.accounts.roles import Role
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
    """The open step that the person may hand out, one that nobody has first; empty when there is none."""
    steps = {step.name: step for step in Route.from_data(review.route).steps}
    turns = review.turns.filter(is_open=True, step__in=steps).order_by(F("assignee").asc(nulls_first=True))
    for name in turns.values_list("step", flat=True):
        if steps[name].assigned_by and by.may(steps[name].assigned_by, review.unit_id):
            return str(name)
    return ""


@dataclass(frozen=True)
class Candidate:
    """A person who may be chosen, with their roles in words."""

    user: User
    roles: frozenset[Role]

    @property
    def label(self) -> str:
        """How the list names the person."""
        roles = ", ".join(sorted(str(role.label) for role in self.roles))
        return f"{self.user.full_name} – {roles}" if roles else self.user.full_name


def candidates(article: Article, review: Review, step_name: str, now: datetime) -> list[Candidate]:
    """People who may decide the step and have not worked on the article; field editors first (N13)."""
    step = next(step for step in Route.from_data(review.route).steps if step.name == step_name)
    barred = people_on(review)
    found = [
        Candidate(user, frozenset(roles))
        for user, roles in _with_roles(article.unit, step.permission, now).items()
        if user.pk not in barred
        and facts_of_user(user.pk, article.unit_id, [step.permission], now).holds(step.permission)
    ]
    return sorted(found, key=lambda one: (Role.FIELD_EDITOR not in one.roles, name_key(one.user.full_name)))


def _with_roles(unit: Unit, permission: str, now: datetime) -> dict[User, set[Role]]:
    """Holders and borrowers of a fitting role in the unit, and in the boards that may look after it."""
    roles, line = roles_with(permission), [unit.pk, *unit.ancestor_ids]
    with everything("an article may be given to the board above its unit"):
        boards = Custody.objects.filter(kind=CustodyKind.CENTRAL_BOARD, unit__in=line)
        units = [unit.pk, *boards.values_list("holder", flat=True)]
        own = Membership.objects.in_force(now).filter(unit__in=units, role__in=roles)
        lent = Delegation.objects.in_force(now).filter(unit__in=units, giver__role__in=roles)
        held = [(row.user, row.role) for row in own.select_related("user")]
        held += [(row.receiver, row.giver.role) for row in lent.select_related("receiver", "giver")]
    people: dict[User, set[Role]] = {}
    for user, role in held:
        people.setdefault(user, set()).add(Role(role))
    return people
