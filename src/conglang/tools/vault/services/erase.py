"""Forget who sent something."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import Author, record
from conglang.tools.vault.models import Identity, Tombstone
from conglang.tools.vault.services.keep_identity import locked
from conglang.tools.vault.shredders import shreds

CONTACT = "vault.contact"


@transaction.atomic
def erase(*, identity_id: int, why: str, by: Author, now: datetime) -> Identity:
    """Destroy the contact data. The PIN goes on working, so that the sender can read the answer.

    Who may ask for it, the caller checks: the sender by the PIN, or a job by the term. A repeated call
    changes nothing. Raises NotFound.
    """
    identity = locked(identity_id)
    if identity.erased_at is None:
        _forget(identity, now)
        record("vault.erased", identity, by=by, now=now, why=why)
        Tombstone(
            unit_id=identity.unit_id, kind=CONTACT, key=str(identity.pk), label=str(identity), why=why, at=now
        ).save()
    return identity


def _forget(identity: Identity, now: datetime) -> None:
    identity.sealed = identity.phone_index = ""
    identity.erased_at = now
    identity.save(update_fields=["sealed", "phone_index", "erased_at"])


@shreds(CONTACT)
def shred_contact(key: str, now: datetime) -> None:
    """What `expire` calls when the term is over; it writes the tombstone itself."""
    identity = Identity.objects.filter(pk=key, erased_at=None).first()
    if identity is not None:
        _forget(identity, now)
        record("vault.erased", identity, by=Actor.system("retention"), now=now, why="term")
