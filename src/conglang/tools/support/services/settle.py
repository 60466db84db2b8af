"""Answer a difficulty, hand it up to the province, read the answer."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.base.duties.queries import calendar_of, chain_of
from conglang.base.ledger.audit import record
from conglang.kernel.text import nfc
from conglang.tools.support.models import TEXT_LENGTH, Difficulty
from conglang.tools.support.permissions import ANSWER
from conglang.tools.support.queries import may_answer
from conglang.tools.support.rules import State, due_after


@transaction.atomic
def answer(*, by: Actor, difficulty_id: int, text: str, now: datetime) -> Difficulty:
    """Tell who reported it what helps; the first answer stays.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = _locked(by, difficulty_id)
    if row.state == State.ANSWERED:
        return row
    if not may_answer(by, row):
        raise Forbidden
    row.answer, row.state = _given(text), State.ANSWERED.value
    row.answered_by_id, row.answered_at = by.user_id, now
    row.save(update_fields=["answer", "state", "answered_by", "answered_at"])
    record("support.answered", row, by=by, now=now)
    return row


@transaction.atomic
def hand_up(*, by: Actor, difficulty_id: int, note: str, now: datetime) -> Difficulty:
    """Have the province answer; its time begins now. A repeated call changes nothing.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = _locked(by, difficulty_id)
    if row.state != State.OPEN:
        return row
    row.state, row.handed_up_at, row.handed_up_note = State.HANDED_UP.value, now, _given(note)
    row.due_on = due_after(now, calendar_of(chain_of(row.unit)))
    row.save(update_fields=["state", "handed_up_at", "handed_up_note", "due_on"])
    record("support.handed_up", row, by=by, now=now)
    return row


def note_read(row: Difficulty, by: Actor, now: datetime) -> None:
    """Who reported it has seen the answer."""
    if row.by_id == by.user_id and row.answered_at is not None:
        Difficulty.objects.filter(pk=row.pk, read_at=None).update(read_at=now)


def _locked(by: Actor, difficulty_id: int) -> tuple[Difficulty, Actor]:
    rows = Difficulty.objects.select_for_update(of=("self",)).select_related("unit")
    row: Difficulty | None = rows.filter(pk=difficulty_id).first()
    if row is None:
        raise NotFound
    return row, require(by, ANSWER, row)


def _given(text: str) -> str:
    said = nfc(text).strip()[:TEXT_LENGTH]
    if not said:
        raise ValidationError(_("Please write it in a few words."))
    return said
