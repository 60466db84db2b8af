"""Let a sender in with the PIN, or give a new one to somebody who has lost it."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.units.scope import use_scope
from conglang.tools.vault.models import Identity
from conglang.tools.vault.permissions import LOOK
from conglang.tools.vault.rules import (
    AGAIN_WITHIN,
    PIN_DIGITS,
    TRIES_A_DAY,
    PinAnswer,
    locked_until,
    new_pin,
    still_counting,
    typed_pin,
)
from conglang.tools.vault.sealed import fits, phone_index, pin_hash
from conglang.tools.vault.services.keep_identity import locked, of_the_sender


class WrongPhone(ValueError):
    """The number is not the one that the sender gave, or none was given."""


@transaction.atomic
def try_pin(*, unit_id: int, identity_id: int, pin: str, now: datetime) -> PinAnswer:
    """Whether it is the sender's PIN. While the code is locked the right one is refused too.

    Raises NotFound. Wrong tries are kept even if the caller goes on to refuse.
    """
    with use_scope(of_the_sender(unit_id)):
        identity = locked(identity_id)
        wrong = still_counting([datetime.fromisoformat(at) for at in identity.wrong_at], now)
        if until := locked_until(wrong):
            return PinAnswer(is_right=False, tries_left=0, locked_until=until)
        digits = typed_pin(pin)
        is_right = len(digits) == PIN_DIGITS and fits(digits, identity.pin_hash)
        wrong = [] if is_right else [*wrong, now]
        _remember(identity, wrong)
        return PinAnswer(is_right, TRIES_A_DAY - len(wrong), locked_until(wrong))


@transaction.atomic
def give_new_pin(*, identity_id: int, phone: str, by: Actor, now: datetime) -> str:
    """A new PIN for a sender at the counter who names the telephone number given; it opens a locked code.

    Raises NotFound, Forbidden, WrongPhone.
    """
    identity = locked(identity_id)
    by = require(by, LOOK, identity)
    if not identity.phone_index or phone_index(identity.unit_id, phone) != identity.phone_index:
        raise WrongPhone
    pin = new_pin()
    identity.pin_hash, identity.wrong_at = pin_hash(pin), []
    identity.save(update_fields=["pin_hash", "wrong_at"])
    record("vault.pin_renewed", identity, by=by, now=now)
    return pin


@transaction.atomic
def tell_pin_again(*, unit_id: int, identity_id: int, now: datetime) -> str:
    """A new PIN for a sender whose receipt was lost on the way, in the first hour; later "".

    The caller knows by the secret key of the form that it is the sender. Raises NotFound.
    """
    with use_scope(of_the_sender(unit_id)):
        identity = locked(identity_id)
        if now - identity.created_at > AGAIN_WITHIN:
            return ""
        pin = new_pin()
        identity.pin_hash = pin_hash(pin)
        identity.save(update_fields=["pin_hash"])
        return pin


def _remember(identity: Identity, wrong: list[datetime]) -> None:
    kept = [at.isoformat() for at in wrong]
    if kept != identity.wrong_at:
        identity.wrong_at = kept
        identity.save(update_fields=["wrong_at"])
