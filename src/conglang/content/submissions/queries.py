"""Reads: one's own submissions, the desk's inbox, and one submission with everything about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.content.submissions.models import Consent, Original, Part, Question, Submission
from conglang.content.submissions.permissions import READ, TAKE
from conglang.content.submissions.rules import OPEN, Facts, Lack, State, lacks
from conglang.kernel.text import convert_if_certain

AGREED = frozenset({Consent.NOBODY, Consent.AGREED, Consent.GUARDIANS})


@dataclass(frozen=True)
class Turn:
    """A question of the desk, or an answer to one."""

    at: datetime
    name: str
    text: str
    reply: Submission | None = None
    files: Sequence[Original] = ()


@dataclass(frozen=True)
class Sheet:
    """One submission with its originals."""

    row: Submission
    originals: Sequence[Original]

    def of(self, *parts: Part) -> list[Original]:
        """The originals of some parts."""
        return [each for each in self.originals if each.part in parts]

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What is missing by the regulation."""
        row, pictures = self.row, self.of(Part.PICTURE)
        return lacks(
            Facts(
                name=row.sender_name, address=row.sender_address,
                has_content=bool(row.text or self.of(Part.WORD, Part.RECORDING)),
                has_place=bool(row.place or row.hamlet_id), has_day=row.happened_on is not None,
                source_name=row.source_name, source_url=row.source_url,
                pictures=len(pictures), captions=len(row.caption_lines),
                has_consent=row.consent in AGREED,
                is_legible=convert_if_certain(row.text).encoding is None,
            )
        )  # fmt: skip


def everything_sent() -> QuerySet[Submission]:
    """Submissions of the scope, answers to questions among them."""
    rows: QuerySet[Submission] = Submission.objects.select_related("unit", "hamlet", "taken_by")
    return rows


def submissions() -> QuerySet[Submission]:
    """Submissions of the scope that are no answers."""
    return everything_sent().filter(reply_to=None)


def desks(by: Actor, permission: str) -> list[int]:
    """Units at whose desk the person sits: their own, and those that their board looks after."""
    return [unit for unit in by.scope.readable or () if by.may(permission, unit)]


def mine(by: Actor) -> QuerySet[Submission]:
    """What the person sent or typed in; first what the desk asks about."""
    return submissions().filter(sender=by.user_id or 0).order_by("-waits_for_sender", "-received_at", "-pk")


def inbox(by: Actor, states: frozenset[State]) -> QuerySet[Submission]:
    """What stands at the desk; open ones of people in charge of the field first, then the longest waiting."""
    rows = submissions().filter(unit__in=desks(by, READ), state__in=[state.value for state in states])
    if State.QUARANTINED in states:  # an answer may be held back too
        rows = everything_sent().filter(unit__in=desks(by, READ), state=State.QUARANTINED.value)
    newest_first = not OPEN.issuperset(states)
    return (
        rows.order_by("-received_at", "-pk") if newest_first else rows.order_by("-in_charge", "received_at")
    )


def sheets(rows: Sequence[Submission]) -> list[Sheet]:
    """The rows of a page with their originals, in one query."""
    known: dict[int, list[Original]] = {row.pk: [] for row in rows}
    for original in Original.objects.filter(submission__in=known):
        known[original.submission_id].append(original)
    return [Sheet(row, known[row.pk]) for row in rows]


def find(by: Actor, pk: int) -> Submission:
    """One that the person sent, or that comes before them at the desk. Raises NotFound."""
    row = everything_sent().select_related("article__section").filter(pk=pk).first()
    if row is None or not (row.sender_id == by.user_id or by.may(READ, row.unit_id)):
        raise NotFound
    return row


def thread(row: Submission, *, with_held: bool) -> list[Turn]:
    """Questions and answers in their order; answers that are held back only for the desk."""
    asked = [
        Turn(each.at, each.by.get_full_name() if each.by else "", each.text)
        for each in Question.objects.filter(submission=row).select_related("by")
    ]
    answers = Submission.objects.filter(reply_to=row)
    answers = answers if with_held else answers.exclude(state=State.QUARANTINED.value)
    said = [
        Turn(each.row.received_at, each.row.sender_name, each.row.text, each.row,
             [file for file in each.originals if file.part != Part.WORDS])
        for each in sheets(list(answers))
    ]  # fmt: skip
    return sorted([*asked, *said], key=lambda turn: turn.at)


def waiting_for_desk(by: Actor) -> int:
    """How many new ones a person at the desk finds."""
    units = desks(by, TAKE)
    new = Q(state=State.NEW.value, reply_to=None) | Q(state=State.QUARANTINED.value)
    return Submission.objects.filter(new, unit__in=units).count() if units else 0


def questions_to(by: Actor) -> int:
    """How many of one's own the desk has asked about."""
    number: int = Submission.objects.filter(sender=by.user_id or 0, waits_for_sender=True).count()
    return number
