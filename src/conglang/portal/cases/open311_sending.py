"""Partners with a key send what somebody told them, by the service that the public form uses."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid5

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from conglang.base.units.models import Unit
from conglang.citizens.cases.catalogue import categories
from conglang.citizens.cases.checking import Message
from conglang.citizens.cases.files import IncomingFile
from conglang.citizens.cases.models import Channel
from conglang.citizens.cases.services.send import send
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.quotas.meter import take
from conglang.tools.quotas.models import ApiKey
from conglang.tools.quotas.queries import good_key
from conglang.tools.vault.models import Mode
from conglang.tools.vault.rules import Contact

STREAM = "field"
KEY = "api_key"


class Refused(Exception):
    """The request cannot be answered; code and words go to the program."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def partner_of(request: HttpRequest) -> ApiKey | None:
    """Whose key it is, if that partner may send; None for no key, and for one that only reads."""
    key = good_key(request.POST.get(KEY, ""), local_day(clock_now()))
    return key if key is not None and key.sends_cases else None


def receive(request: HttpRequest, unit: Unit, partner: ApiKey | None) -> dict[str, Any]:
    """Take in a new case; the same words sent again on the day find the first one and tell no PIN.

    Raises Refused with the codes of the standard.
    """
    now, given = clock_now(), request.POST
    if partner is None:
        raise Refused(403, "api_key: missing, unknown, over, or only for reading")
    if take(f"key:{partner.pk}", partner.per_minute, now).is_over:
        raise Refused(429, "api_key: too many requests in this minute")
    if given.get("service_code") not in categories():
        raise Refused(400, "service_code: one of services.json")
    contact = Contact(
        name=f"{given.get('last_name', '')} {given.get('first_name', '')}".strip(),
        phone=given.get("phone", ""),
        email=given.get("email", ""),
    )
    said = json.dumps([local_day(now).isoformat(), unit.code, *sorted(_without_key(given))])
    try:
        sent = send(
            unit_id=unit.pk, message=_message(given), contact=contact, now=now, channel=Channel.PARTNER,
            mode=Mode.ANONYMOUS if contact.is_empty else Mode.NAME_HIDDEN, uid=uuid5(partner.uid, said),
            files=_files(request),
            partner=partner.organisation,
        )  # fmt: skip
    except ValidationError as refused:
        faults = refused.message_dict.items()
        raise Refused(400, " ".join(f"{name}: {' '.join(words)}" for name, words in faults)) from None
    return {
        "service_request_id": sent.code,
        "service_notice": _("With the code and the PIN the sender reads the answer. Please pass on both."),
        "account_id": None,
        "extended_attributes": {"pin": sent.pin or None},
    }


def _files(request: HttpRequest) -> list[IncomingFile]:
    sent: Any = request.FILES.values()
    return [IncomingFile(each.name, each) for each in sent]


def _message(given: QueryDict) -> Message:
    """The matter; a picture elsewhere is named in it, because nothing is fetched from there."""
    media = given.get("media_url", "")
    return Message(
        stream=STREAM,
        category=given.get("service_code", ""),
        text="\n".join(part for part in (given.get("description", ""), media) if part),
        place=given.get("address_string", ""),
        lat=_degrees(given, "lat", 90),
        lon=_degrees(given, "long", 180),
    )


def _degrees(given: QueryDict, name: str, most: int) -> Decimal | None:
    if not (text := given.get(name)):
        return None
    try:
        found = Decimal(text).quantize(Decimal("0.00001"))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) > most:
        raise Refused(400, f"{name}: degrees such as 20.12345")
    return found


def _without_key(given: QueryDict) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in given.lists() if name != KEY for text in texts]
