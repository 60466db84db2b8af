"""Take a sender in."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.permissions import NotFound
from conglang.base.units.scope import Scope, use_scope
from conglang.tools.vault.models import Identity, Mode
from conglang.tools.vault.rules import Contact
from conglang.tools.vault.sealed import Pin, put_in, take_out


@transaction.atomic(savepoint=False)
def keep_identity(*, unit_id: int, mode: Mode, contact: Contact, now: datetime, pin: Pin | None) -> Identity:
    """The sender, who comes back by the PIN if there is one. Of somebody anonymous nothing is kept.

    Which data a matter demands, its room decides.
    """
    identity = Identity(unit_id=unit_id, mode=mode, pin_hash=pin.kept if pin else "", created_at=now)
    put_in(identity, Contact() if mode == Mode.ANONYMOUS else contact)
    with use_scope(of_the_sender(unit_id)):
        identity.save()
    return identity


@transaction.atomic
def add_contact(*, identity_id: int, contact: Contact) -> Identity:
    """Keep what became known later, as at the counter; what is left empty stays. Raises NotFound."""
    identity = locked(identity_id)
    known = take_out(identity)
    put_in(
        identity,
        Contact(
            name=contact.name or known.name,
            phone=contact.phone or known.phone,
            email=contact.email or known.email,
            address=contact.address or known.address,
            id_number=contact.id_number or known.id_number,
        ),
    )
    identity.save(update_fields=["sealed", "phone_index"])
    return identity


def locked(identity_id: int) -> Identity:
    """The row, held until the transaction ends. Raises NotFound for one outside the scope."""
    identity: Identity | None = Identity.objects.select_for_update().filter(pk=identity_id).first()
    if identity is None:
        raise NotFound
    return identity


def of_the_sender(unit_id: int) -> Scope:
    """Whoever sends something reads and writes nothing anywhere else."""
    own = frozenset({unit_id})
    return Scope(acting=unit_id, readable=own, writable=own)
