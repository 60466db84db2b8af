"""Hand in what was laid in: the other end sees it, and official documents become drafts of the register."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.duties.rules import State as DutyState
from conglang.base.duties.services.move import pause
from conglang.base.ledger.audit import record
from conglang.base.units.scope import everything
from conglang.content.campaigns.models import Ask, Reply, ReplyFile
from conglang.content.campaigns.permissions import ANSWER
from conglang.content.campaigns.rules import State, is_complete
from conglang.content.campaigns.services.found import BOTH_ENDS, hand_of, lock_ask, states_of
from conglang.content.campaigns.services.lay_in import item_of, refuse_closed
from conglang.content.documents.permissions import WRITE as ENTER_DOCUMENTS
from conglang.content.documents.services.bring_in import TAKEN, bring_in
from conglang.tools.guards.services.watch_file import watch_file
from conglang.tools.media.storage import private_storage


def hand_in(*, by: Actor, ask_id: int, now: datetime) -> Ask:
    """Pass on everything that was laid in; when nothing was, nothing changes.

    The guards look at each file first, which may take a while. With everything needed handed in the clock
    rests until the other end has looked. Raises NotFound, Forbidden, and ValidationError for a closed
    campaign and for files that nobody may see.
    """
    ask = Ask.objects.filter(pk=ask_id).first()
    if ask is None:
        raise NotFound
    by = require(by, ANSWER, ask)
    _refuse_stopped(ask, now)
    return _hand_in(ask.pk, by, now)


def _refuse_stopped(ask: Ask, now: datetime) -> None:
    ready = ReplyFile.objects.filter(reply__ask=ask.pk, reply__state=State.READY)
    stopped = [row.name for row in ready if not watch_file(document_id=row.document_id, now=now)]
    if stopped:
        words = _("It bears a secrecy mark or a harmful program. Your keepers were told.")
        raise ValidationError(f"{', '.join(stopped)}: {words}")


@transaction.atomic
def _hand_in(ask_id: int, by: Actor, now: datetime) -> Ask:
    ask = lock_ask(ask_id)
    refuse_closed(ask)
    ready = list(ask.replies.filter(state=State.READY).order_by("pk"))
    if not ready:
        return ask
    for reply in ready:
        reply.state, reply.handed_at, reply.by_id = State.RECEIVED.value, now, by.user_id
        if item_of(ask, reply.item).is_document and by.may(ENTER_DOCUMENTS, ask.unit_id):
            _bring_in(ask, reply, by, now)
        reply.save()
    record("campaigns.handed_in", ask, by=by, now=now, items=[reply.item for reply in ready])
    if is_complete(ask.checklist, states_of(ask)):
        _rest(ask, by, now)
    return ask


def _bring_in(ask: Ask, reply: Reply, by: Actor, now: datetime) -> None:
    """Drafts of the register arise from the files, in the unit whose documents they are."""
    files = [row for row in reply.files.select_related("document") if row.document.extension in TAKEN]
    opened = [File(private_storage().open(str(row.document.file.name)), name=row.name) for row in files]
    name = f"{ask.title}: {item_of(ask, reply.item).name}"
    try:
        if opened:
            reply.drop = bring_in(by=by, unit_id=ask.unit_id, files=opened, name=name, now=now)
    finally:
        for file in opened:
            file.close()


def _rest(ask: Ask, by: Actor, now: datetime) -> None:
    with everything(BOTH_ENDS):
        duty = ask.duty
        if duty is None or duty.is_closed or duty.paused_at or duty.state(now) is DutyState.OVERDUE:
            return
        reason = _("everything was handed in and is being looked at")
        pause(by=hand_of(by), duty_id=duty.pk, reason=reason, now=now)
