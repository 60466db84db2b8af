"""Reads: one's own difficulties, those that wait for an answer, and how they were answered."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.support.models import Difficulty
from conglang.tools.support.permissions import ANSWER, ANSWER_FOR_ALL, READ
from conglang.tools.support.rules import Figures, State, figures

COUNTED = timedelta(days=90)


def difficulties() -> QuerySet[Difficulty]:
    """Those of the scope, with what lists show."""
    rows: QuerySet[Difficulty] = Difficulty.objects.select_related("unit", "by", "answered_by")
    return rows


def mine(by: Actor) -> QuerySet[Difficulty]:
    """What the person reported, the newest first."""
    return difficulties().filter(by=by.user_id or 0)


def waiting_for(by: Actor) -> QuerySet[Difficulty]:
    """What this person has to answer, the soonest due first."""
    own = Q(unit__in=_units(by, ANSWER), state=State.OPEN.value)
    if by.unit_id is not None:  # communes below have administrators of their own
        own &= Q(unit=by.unit_id)
    handed = Q(unit__in=_units(by, ANSWER_FOR_ALL), state=State.HANDED_UP.value)
    return difficulties().filter(own | handed).order_by("due_on", "pk")


def number_for(by: Actor) -> int:
    """How many wait for this person, with answers not read yet."""
    unread: int = mine(by).filter(state=State.ANSWERED.value, read_at=None).count()
    return unread + (waiting_for(by).count() if by.may_somewhere(ANSWER) else 0)


def lately(by: Actor) -> QuerySet[Difficulty]:
    """Of the last 90 days, where the person sees how it goes."""
    since = clock_now() - COUNTED
    return difficulties().filter(unit__in=_units(by, READ), at__gte=since)


def figures_for(by: Actor) -> Figures:
    """How those of the last 90 days were answered."""
    now = clock_now()
    return figures((row.facts for row in lately(by)), local_day(now))


def find(by: Actor, pk: int) -> Difficulty:
    """One's own, or one that the person may see. Raises NotFound."""
    row = difficulties().filter(pk=pk).first()
    if row is None or not (row.by_id == by.user_id or by.may(READ, row.unit_id)):
        raise NotFound
    return row


def may_answer(by: Actor, row: Difficulty) -> bool:
    """Whether it waits for this person, or may be answered in a colleague's place."""
    needed = ANSWER if row.state == State.OPEN else ANSWER_FOR_ALL
    return row.state != State.ANSWERED and by.may(needed, row.unit_id)


def _units(by: Actor, permission: str) -> list[int]:
    return [unit for unit in by.scope.readable or () if by.may(permission, unit)]
