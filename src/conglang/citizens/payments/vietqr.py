"""What a bank's app reads from a VietQR code. Pure.

A payload follows EMVCo's merchant-presented mode as NAPAS profiles it for transfers to an account: objects of
two digits for the id, two for the length, then the value; the last object is a checksum of all before it.
"""

import re
from binascii import crc_hqx
from dataclasses import dataclass

from conglang.kernel.text import fold

PURPOSE_LENGTH, MOST = 25, 10**12  # in đồng; the field holds 13 characters
_SCHEME, _SERVICE = "A000000727", "QRIBFTTA"
_CURRENCY, _COUNTRY = "704", "VN"
_REUSABLE, _ONE_AMOUNT = "11", "12"
_CHECK = "6304"
_BANK, _ACCOUNT = re.compile("[0-9]{6}"), re.compile("[0-9A-Za-z]{1,19}")
_PURPOSE = re.compile("(?:[0-9A-Za-z](?:[0-9A-Za-z ]{0,23}[0-9A-Za-z])?)?")
_AMOUNT = re.compile("[1-9][0-9]{0,12}")
_HEAD = re.compile("([0-9]{2})([0-9]{2})")


class InvalidPayload(ValueError):
    """A text is no VietQR payload of a transfer to an account, or was changed."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a bank's app is asked to prepare. Without an amount whoever pays types it.

    Raises ValueError for what no payload can carry.
    """

    bank: str  # its number with NAPAS
    account: str
    amount: int | None = None
    purpose: str = ""

    def __post_init__(self) -> None:
        if not _BANK.fullmatch(self.bank) or not _ACCOUNT.fullmatch(self.account):
            raise ValueError(f"no account of a bank: {self.bank} {self.account}")
        if self.amount is not None and not 1 <= self.amount <= MOST:
            raise ValueError(f"no amount to transfer: {self.amount}")
        if not _PURPOSE.fullmatch(self.purpose):
            raise ValueError(f"a purpose has {PURPOSE_LENGTH} plain letters and digits: {self.purpose!r}")


def purpose_of(reference: str, words: str) -> str:
    """What the statement of the bank will say: the reference, then plain words as far as there is room."""
    plain = re.sub("[^0-9A-Z]+", " ", fold(words).upper()).strip()
    return f"{reference} {plain}"[:PURPOSE_LENGTH].strip()


def build(transfer: Transfer) -> str:
    """The payload of a transfer."""
    to = _object("00", transfer.bank) + _object("01", transfer.account)
    payee = _object("00", _SCHEME) + _object("01", to) + _object("02", _SERVICE)
    text = _object("00", "01") + _object("01", _REUSABLE if transfer.amount is None else _ONE_AMOUNT)
    text += _object("38", payee) + _object("53", _CURRENCY)
    if transfer.amount is not None:
        text += _object("54", str(transfer.amount))
    text += _object("58", _COUNTRY)
    if transfer.purpose:
        text += _object("62", _object("08", transfer.purpose))
    return text + _CHECK + _checksum(text + _CHECK)


def parse(payload: str) -> Transfer:
    """The transfer that a payload asks for. Raises InvalidPayload; one wrong character is always noticed."""
    body, check = payload[:-4], payload[-4:]
    if not payload.isascii() or not body.endswith(_CHECK) or check != _checksum(body):
        raise InvalidPayload("the checksum does not fit")
    whole = _objects(payload)
    payee = _objects(whole.get("38", ""))
    to = _objects(payee.get("01", ""))
    said = (payee.get("00"), payee.get("02"), whole.get("53"), whole.get("58"))
    if said != (_SCHEME, _SERVICE, _CURRENCY, _COUNTRY):
        raise InvalidPayload("no transfer in đồng to an account")
    amount = whole.get("54")
    if amount is not None and not _AMOUNT.fullmatch(amount):
        raise InvalidPayload(f"no whole number of đồng: {amount}")
    purpose = _objects(whole.get("62", "")).get("08", "")
    try:
        return Transfer(to.get("00", ""), to.get("01", ""), int(amount) if amount else None, purpose)
    except ValueError as fault:
        raise InvalidPayload(str(fault)) from fault


def _object(name: str, value: str) -> str:
    return f"{name}{len(value):02}{value}"


def _objects(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = _HEAD.match(text, at)
        if head is None or head[1] in found:
            raise InvalidPayload(f"no object at {at}")
        at = head.end() + int(head[2])
        found[head[1]] = text[head.end() : at]
        if len(found[head[1]]) != int(head[2]):
            raise InvalidPayload("cut off")
    return found


def _checksum(text: str) -> str:
    """CRC-16 with the polynomial 0x1021 from 0xFFFF on, in capital hexadecimal digits."""
    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"
