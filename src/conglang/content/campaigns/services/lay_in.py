"""The asked side lays files into its checklist, or says that it has none."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ledger.audit import record
from conglang.content.campaigns.models import REASON_LENGTH, Ask, Reply, ReplyFile
from conglang.content.campaigns.permissions import ANSWER
from conglang.content.campaigns.rules import Item, State, Wanted, fits
from conglang.content.campaigns.services.found import lock_ask
from conglang.content.campaigns.wording import kinds_words
from conglang.kernel.text import nfc, one_line
from conglang.tools.media.models import Document
from conglang.tools.media.rules import Unacceptable, check_paper
from conglang.tools.media.services.store import store_document
from conglang.tools.signing.checking import Checker
from conglang.tools.signing.rules import TrustAnchors


def lay_in(
    *,
    by: Actor,
    ask_id: int,
    item: str,
    now: datetime,
    files: Sequence[IO[bytes]] = (),
    taken_out: Collection[int] = (),
    none_reason: str = "",
) -> list[str]:
    """Add files to an item, take others out (keys of ReplyFile), or say why there is none.

    Each file is judged on its own; returns why some were refused. Nobody at the other end sees any of it
    before it is handed in. Raises NotFound, Forbidden, and ValidationError for what was accepted already, and
    for files together with a reason why there are none.
    """
    ask: Ask | None = Ask.objects.filter(pk=ask_id).first()
    if ask is None:
        raise NotFound
    by = require(by, ANSWER, ask)
    wanted = item_of(ask, item)
    reason = one_line(none_reason)[:REASON_LENGTH]
    if reason and files:
        raise ValidationError(_("Choose either: files, or the reason why there are none."))
    stored, refused = [], []
    for file in files:
        try:
            stored.append(_stored(wanted, file, ask, by, now))
        except ValidationError as why:
            refused += why.messages
    if not refused or stored:
        _write(ask.pk, wanted, (stored, taken_out, reason), by, now)
    return refused


def item_of(ask: Ask, key: str) -> Item:
    """The item of a checklist. Raises NotFound."""
    found = next((item for item in ask.checklist if item.key == key), None)
    if found is None:
        raise NotFound
    return found


def _stored(item: Item, file: IO[bytes], ask: Ask, by: Actor, now: datetime) -> tuple[Document, str]:
    """The file in the unit's own store, and its name. Raises ValidationError for one that does not fit."""
    name = nfc(str(getattr(file, "name", "") or "")).rpartition("/")[2][-255:] or "–"
    try:
        extension = check_paper(file, file.seek(0, 2)).extension
        if not fits(item.kinds, extension, is_signed=True):
            said = {"name": name, "kinds": kinds_words(item.kinds)}
            raise ValidationError(_("“%(name)s” is not what is wanted here: %(kinds)s.") % said)
        asks_signature = Wanted.SIGNED_PDF in item.kinds and extension == "pdf"
        if asks_signature and not fits(item.kinds, extension, is_signed=_is_signed(file, now)):
            raise ValidationError(_("No digital signature was found in “%(name)s”.") % {"name": name})
        row = store_document(by=by, unit_id=ask.unit_id, file=file, title=name, now=now, as_paper=True)
    except Unacceptable as refusal:
        raise ValidationError(f"“{name}”: {refusal.reason.label}") from None
    return row, name


def _is_signed(file: IO[bytes], now: datetime) -> bool:
    """Whether there is a signature at all; whom it is trusted from, the verification says later."""
    file.seek(0)
    with Checker() as checker:
        return bool(checker.check(file.read(), TrustAnchors(), now).signatures)


@transaction.atomic
def _write(
    ask_id: int,
    item: Item,
    change: tuple[Sequence[tuple[Document, str]], Collection[int], str],
    by: Actor,
    now: datetime,
) -> None:
    stored, taken_out, reason = change
    ask = lock_ask(ask_id)
    refuse_closed(ask)
    reply: Reply = ask.replies.filter(item=item.key).first() or Reply(
        unit_id=ask.unit_id, ask=ask, item=item.key, state=State.MISSING.value
    )
    if reply.state == State.ACCEPTED:
        raise ValidationError(_("It was accepted already and does not change any more."))
    known = set(reply.files.values_list("document", flat=True)) if reply.pk else set()
    added = [(document, name) for document, name in stored if document.pk not in known]
    if not added and not taken_out and reason == reply.none_reason:
        return
    reply.none_reason, reply.by_id = reason, by.user_id
    reply.save()
    (reply.files.all() if reason else reply.files.filter(pk__in=taken_out)).delete()
    for document, name in added:
        ReplyFile.objects.get_or_create(
            reply=reply, document=document, defaults={"unit_id": ask.unit_id, "name": name}
        )
    reply.state = (State.READY if reason or reply.files.exists() else State.MISSING).value
    reply.save(update_fields=["state"])
    record("campaigns.laid_in", ask, by=by, now=now, item=item.key, files=[name for _row, name in added])


def refuse_closed(ask: Ask) -> None:
    """Raise ValidationError when nobody waits for answers any more."""
    if ask.closed_at is not None:
        raise ValidationError(_("The campaign is closed."))
