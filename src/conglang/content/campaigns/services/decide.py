"""Whoever asked accepts what came in, or sends it back with the reason."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.base.duties.models import NoticeKind
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.found import worded
from conglang.base.duties.services.move import extend, resume
from conglang.base.duties.services.tell import tell
from conglang.base.ledger.audit import record
from conglang.base.units.scope import everything
from conglang.content.campaigns.models import REASON_LENGTH, Ask, Reply
from conglang.content.campaigns.rules import State, done_at, is_settled
from conglang.content.campaigns.services.found import BOTH_ENDS, hand_of, lock_for_asker, states_of
from conglang.content.campaigns.services.lay_in import item_of, refuse_closed


@transaction.atomic
def accept(*, by: Actor, ask_id: int, item: str, now: datetime) -> Reply:
    """Take an item for good; with the last needed one the duty is done, since that came in.

    An accepted one stays as it is. Raises NotFound, Forbidden, and ValidationError for what is not handed in
    and for people who handed it in themselves.
    """
    ask, by = lock_for_asker(by, ask_id)
    with everything(BOTH_ENDS):
        reply = _reply(ask, item)
        if reply.state == State.ACCEPTED:
            return reply
        _refuse_open(ask, reply)
        if reply.by_id is not None and reply.by_id == by.user_id:
            raise ValidationError(_("Somebody else accepts what you handed in."))
        _decide(reply, State.ACCEPTED, "", by, now)
        record("campaigns.accepted", ask, by=by, now=now, item=item)
        if ask.duty_id and is_settled(ask.checklist, states_of(ask)):
            at = done_at(
                ask.checklist, {row.item: row.handed_at for row in ask.replies.all() if row.handed_at}
            )
            fulfil(by=hand_of(by), duty_id=ask.duty_id, at=at, now=now)
    return reply


@transaction.atomic
def send_back(
    *, by: Actor, ask_id: int, item: str, reason: str, now: datetime, until: date | None = None
) -> Reply:
    """Send an item back; the clock goes on, `until` a later day if one is granted.

    One that was sent back stays as it is. Raises NotFound, Forbidden, ValidationError.
    """
    ask, by = lock_for_asker(by, ask_id)
    why = worded(reason)
    with everything(BOTH_ENDS):
        reply = _reply(ask, item)
        if reply.state == State.RETURNED:
            return reply
        _refuse_open(ask, reply)
        if reply.state == State.ACCEPTED:
            raise ValidationError(_("It was accepted already and does not change any more."))
        _decide(reply, State.RETURNED, why, by, now)
        record("campaigns.sent_back", ask, by=by, now=now, item=item, reason=why)
        _go_on(ask, why, until, by, now)
    return reply


def _go_on(ask: Ask, why: str, until: date | None, by: Actor, now: datetime) -> None:
    duty = ask.duty
    if duty is None or duty.is_closed:
        return
    if until is not None and until > duty.due_on:
        extend(by=hand_of(by), duty_id=duty.pk, until=until, reason=why, now=now)
    if duty.paused_at:
        resume(by=hand_of(by), duty_id=duty.pk, now=now)
    tell(
        duty=duty,
        kind=NoticeKind.GIVEN,
        since=now,
        note=_("Sent back: %(reason)s") % {"reason": why},
        now=now,
    )


def _reply(ask: Ask, item: str) -> Reply:
    item_of(ask, item)
    reply: Reply | None = Reply.objects.filter(ask=ask.pk, item=item).first()
    if reply is None:
        raise NotFound
    return reply


def _refuse_open(ask: Ask, reply: Reply) -> None:
    refuse_closed(ask)
    if reply.state not in {State.RECEIVED, State.ACCEPTED}:
        raise ValidationError(_("It was not handed in."))


def _decide(reply: Reply, state: State, reason: str, by: Actor, now: datetime) -> None:
    reply.state, reply.return_reason = state.value, reason[:REASON_LENGTH]
    reply.decided_by_id, reply.decided_at = by.user_id, now
    reply.save(update_fields=["state", "return_reason", "decided_by", "decided_at"])
