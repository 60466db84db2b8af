"""Decide about a letter that waits: let it through, or throw it away with a reason."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.kernel.text import nfc
from conglang.tools.mailbox.events import LetterReceived
from conglang.tools.mailbox.models import KnownSender, Letter
from conglang.tools.mailbox.permissions import DECIDE
from conglang.tools.mailbox.queries import find_letter
from conglang.tools.mailbox.rules import State
from conglang.tools.mailbox.services.acknowledge import acknowledge


@transaction.atomic
def release(*, by: Actor, letter_id: int, trusts_sender: bool, now: datetime) -> Letter:
    """Let a letter through that waited or was thrown away; a repeated call changes nothing.

    With `trusts_sender` later letters from the address go straight through. Raises NotFound, Forbidden.
    """
    letter, by = _locked(by, letter_id)
    if letter.state not in {State.QUARANTINED, State.DISCARDED}:
        return letter
    _decide(letter, State.RELEASED, by, now)
    record("mailbox.letter_released", letter, by=by, now=now, reasons=letter.reasons)
    if trusts_sender and letter.sender_address:
        trust(by=by, unit_id=letter.unit_id, address=letter.sender_address, note=letter.sender_name, now=now)
    publish(LetterReceived(letter_id=letter.pk, unit_id=letter.unit_id), now=now)
    acknowledge(letter=letter, now=now)
    return letter


@transaction.atomic
def discard(*, by: Actor, letter_id: int, note: str, now: datetime) -> Letter:
    """Throw away a letter that waits. Row and original stay; a repeated call changes nothing.

    Raises NotFound, Forbidden, ValidationError without a reason.
    """
    letter, by = _locked(by, letter_id)
    if letter.state != State.QUARANTINED:
        return letter
    letter.note = nfc(note).strip()[:300]
    if not letter.note:
        raise ValidationError({"note": _("Please say why it is thrown away.")})
    _decide(letter, State.DISCARDED, by, now)
    record("mailbox.letter_discarded", letter, by=by, now=now, note=letter.note)
    return letter


@transaction.atomic
def trust(*, by: Actor, unit_id: int, address: str, note: str, now: datetime) -> KnownSender:
    """Let letters from an address through from now on; a repeated call changes nothing."""
    by = require(by, DECIDE, unit_id)
    row: KnownSender
    row, is_new = KnownSender.objects.get_or_create(
        unit_id=unit_id,
        address=address.strip().lower(),
        defaults={"note": nfc(note).strip()[:200], "added_by_id": by.user_id, "added_at": now},
    )
    if is_new:
        record("mailbox.sender_trusted", row, by=by, now=now, address=row.address)
    return row


@transaction.atomic
def distrust(*, by: Actor, unit_id: int, sender_id: int, now: datetime) -> None:
    """Have letters from an address wait for a look again; a repeated call changes nothing."""
    by = require(by, DECIDE, unit_id)
    row = KnownSender.objects.filter(unit=unit_id, pk=sender_id).first()
    if row is not None:
        record("mailbox.sender_distrusted", row, by=by, now=now, address=row.address)
        row.delete()


def _locked(by: Actor, letter_id: int) -> tuple[Letter, Actor]:
    letter = find_letter(letter_id)
    by = require(by, DECIDE, letter)
    Letter.objects.select_for_update().filter(pk=letter.pk).first()
    letter.refresh_from_db()
    return letter, by


def _decide(letter: Letter, state: State, by: Actor, now: datetime) -> None:
    letter.state, letter.decided_by_id, letter.decided_at = state, by.user_id, now
    letter.save(update_fields=["state", "decided_by", "decided_at", "note"])
