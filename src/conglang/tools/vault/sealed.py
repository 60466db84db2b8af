"""Contact data as stored: sealed for one row, so that they open in no other; PINs and telephones keyed."""

import hmac
import json
import secrets
from dataclasses import asdict, dataclass, field
from hashlib import scrypt

from django.conf import settings

from conglang.base.accounts.sealing import seal, unseal
from conglang.tools.vault.models import Identity
from conglang.tools.vault.rules import Contact, new_pin, normal_phone

# The installation's secret is what guards a PIN: a million of them are tried in hours at any cost. The cost
# keeps a thief of database and secret busy, and lets many people send at once (about 10 ms, 4 MiB).
_COST, _BLOCK = 1 << 12, 8


def put_in(identity: Identity, contact: Contact) -> None:
    """Set what is stored of the contact data; saving is the caller's."""
    known = {name: text for name, text in asdict(contact).items() if text}
    identity.sealed = seal(json.dumps(known, ensure_ascii=False), _purpose(identity)) if known else ""
    identity.phone_index = phone_index(identity.unit_id, contact.phone)


def take_out(identity: Identity) -> Contact:
    """The contact data; empty where nothing is known or everything was erased."""
    if not identity.sealed:
        return Contact()
    return Contact(**json.loads(unseal(identity.sealed, _purpose(identity))))


def phone_index(unit_id: int, phone: str) -> str:
    """Finds a number again within a unit without storing it; "" for what is no number."""
    normal = normal_phone(phone)
    return _keyed("phone", f"{unit_id}:{normal}").hex() if normal else ""


@dataclass(frozen=True, slots=True)
class Pin:
    """A new PIN and what is kept of it."""

    digits: str = field(repr=False)
    kept: str


def fresh_pin() -> Pin:
    """Takes its time on purpose, so it is made before anything is locked."""
    digits = new_pin()
    return Pin(digits, pin_hash(digits))


def pin_hash(pin: str) -> str:
    """What is kept of a PIN."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_stretched(pin, salt).hex()}"


def fits(pin: str, kept: str) -> bool:
    """Whether it is the PIN."""
    salt, _separator, stretched = kept.partition("$")
    return hmac.compare_digest(_stretched(pin, bytes.fromhex(salt)).hex(), stretched)


def _stretched(pin: str, salt: bytes) -> bytes:
    return scrypt(_keyed("pin", pin), salt=salt, n=_COST, r=_BLOCK, p=1, dklen=32)


def _keyed(purpose: str, text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"vault {purpose}:{text}".encode(), "sha256")


def _purpose(identity: Identity) -> str:
    return f"vault {identity.uid}"
