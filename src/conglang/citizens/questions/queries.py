"""Reads for the desk, the public pages and the services."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Delegation, Membership, User
from conglang.base.accounts.permissions import roles_with
from conglang.base.duties.models import Duty
from conglang.base.duties.queries import duties_about
from conglang.base.units.models import Unit
from conglang.base.units.scope import Scope, use_scope
from conglang.citizens.questions.models import Answer, Question
from conglang.citizens.questions.permissions import ANSWER
from conglang.citizens.questions.rules import Official, State
from conglang.kernel.codes import InvalidCode, parse_code
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage
from conglang.tools.search.queries import Result, find
from conglang.tools.search.reach import Filters

DUTY_KEY = "answer"
RULES = ("QA_DEFAULT", "QA_PRACTICE")
MOST_SUGGESTED = 3


def of_sender(unit_id: int) -> Scope:
    """Whoever asks writes in this unit and nowhere else."""
    own = frozenset({unit_id})
    return Scope(acting=unit_id, readable=own, writable=own)


def inbox(states: Collection[State]) -> QuerySet[Question]:
    """Questions of the scope in these states, what has waited longest first."""
    rows: QuerySet[Question] = Question.objects.filter(state__in=states)
    return rows.select_related("unit", "official", "answer", "sender")


def waiting_for(by: Actor) -> int:
    """How many questions wait for the person."""
    count: int = Question.objects.filter(state=State.WAITING, official=by.user_id or 0, answer=None).count()
    return count


def at_code(unit_ids: Sequence[int], typed: str) -> Question | None:
    """The question with a code as people type it, asked in one of the units."""
    try:
        code = parse_code(typed).compact
    except InvalidCode:
        return None
    with use_scope(Scope(acting=unit_ids[0], readable=frozenset(unit_ids), writable=frozenset())):
        found: Question | None = Question.objects.filter(code=code).select_related("unit", "sender").first()
    return found


def duty_of(question: Question) -> Duty | None:
    """The duty to answer it; None where no term was in force."""
    return duties_about(question).filter(key=DUTY_KEY).order_by("-turn").first()


def officials(unit_id: int, now: datetime) -> list[Official]:
    """Who answers in a unit. Who has lent the right to answer is represented by the one who has it now."""
    roles = roles_with(ANSWER)
    posts = Membership.objects.in_force(now).filter(unit=unit_id, role__in=roles).exclude(fields_of_work=[])
    loans = Delegation.objects.in_force(now).filter(unit=unit_id, giver__role__in=roles)
    stand_ins = {
        loan.giver_id: loan.receiver_id
        for loan in loans
        if not loan.permissions or ANSWER in loan.permissions
    }
    open_ones = Question.objects.filter(unit=unit_id, state=State.WAITING, answer=None)
    waiting = dict(open_ones.order_by().values_list("official").annotate(Count("pk")))
    people = ((stand_ins.get(post.pk, post.user_id), post.fields_of_work) for post in posts)
    return [Official(user_id, tuple(works), waiting.get(user_id, 0)) for user_id, works in people]


def answerers(unit_id: int, now: datetime) -> QuerySet[User]:
    """To whom a question of the unit can be handed."""
    roles = [role.value for role in roles_with(ANSWER)]
    posts = Membership.objects.in_force(now).filter(unit=unit_id, role__in=roles).order_by().values("user")
    lent = Delegation.objects.in_force(now).filter(unit=unit_id, giver__role__in=roles).order_by()
    return User.objects.filter(Q(pk__in=posts) | Q(pk__in=lent.values("receiver"))).order_by(
        "full_name", "pk"
    )


def drafts() -> QuerySet[Any]:
    """Answers of the scope, the latest first, each with its `stage`, without texts."""
    kind = ContentType.objects.get_for_model(Answer)
    reviews = Review.objects.filter(content_type=kind, object_id=OuterRef("pk")).values("stage")
    rows: QuerySet[Any] = Answer.objects.select_related("unit").defer("text", "basis")
    found: QuerySet[Any] = rows.annotate(stage=Coalesce(Subquery(reviews[:1]), Value(Stage.DRAFT.value)))
    return found.order_by("-pk")


def to_look_over(today: date) -> QuerySet[Any]:
    """Public answers of the scope whose law has changed since, or whose day of review has passed."""
    doubted = Q(doubted_at__gt=F("last_published_at"))
    return drafts().filter(doubted | Q(review_on__lt=today), live=True).order_by("review_on", "pk")


def published(unit_ids: Sequence[int]) -> QuerySet[Answer]:
    """Public answers of the units, the latest first, without texts."""
    rows: QuerySet[Answer] = Answer.objects.filter(unit__in=unit_ids, live=True)
    return rows.select_related("unit").defer("text", "basis").order_by("-first_published_at", "-pk")


def suggested(unit: Unit, text: str, kind: str, now: datetime) -> tuple[Result, ...]:
    """What the site has already on what somebody is about to ask."""
    return find(unit=unit, query=text, now=now, filters=Filters(kind=kind), number=MOST_SUGGESTED).results
