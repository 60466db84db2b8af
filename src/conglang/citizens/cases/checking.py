"""Whether a message has what its stream demands, and how its words are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conglang.base.units.models import Hamlet
from conglang.citizens.cases.catalogue import Stream, Way, categories, streams
from conglang.citizens.cases.models import PLACE_LENGTH, SUBJECT_LENGTH, TEXT_LENGTH
from conglang.kernel.text import nfc, one_line
from conglang.tools.vault.models import Mode
from conglang.tools.vault.rules import Contact, normal_phone

DETAIL_KEYS = ("wanted_form", "purpose", "representative", "page_url")


@dataclass(frozen=True, kw_only=True)
class Message:
    """What somebody says; of which kind, where and when."""

    stream: str
    text: str
    subject: str = ""
    category: str = ""
    hamlet_id: int | None = None
    place: str = ""
    lat: Decimal | None = None
    lon: Decimal | None = None
    happened_on: date | None = None
    wants_public: bool = True
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> Stream:
        """Its stream. Raises ValidationError for none of ours."""
        found = streams().get(self.stream)
        if found is None:
            raise ValidationError({"stream": _("Please choose what it is about.")})
        return found


def tidied(message: Message) -> Message:
    """The message in NFC; one without a heading gets its first words."""
    text = nfc(message.text).strip()[:TEXT_LENGTH]
    subject = one_line(message.subject)[:SUBJECT_LENGTH]
    return replace(
        message,
        text=text,
        subject=subject or _first_words(text),
        place=one_line(message.place)[:PLACE_LENGTH],
        details={
            key: nfc(str(message.details[key]))[:500] for key in DETAIL_KEYS if message.details.get(key)
        },
    )


def _first_words(text: str) -> str:
    line = text.partition("\n")[0].strip()
    return line if len(line) <= 80 else f"{line[:80].rpartition(' ')[0] or line[:80]}…"


def check(message: Message, mode: Mode, contact: Contact) -> None:
    """Raise ValidationError, by field, for what the stream demands and the message lacks."""
    kind = message.kind
    if kind.way is Way.GUIDED:
        raise ValidationError({"stream": kind.guidance})
    found = dict(_of_the_message(message, kind))
    if mode == Mode.ANONYMOUS and not kind.allows_anonymous:
        found["mode"] = _("The law asks for a name here, so this cannot be sent anonymously.")
    else:
        found |= _of_the_sender(kind, mode, contact)
    if found:
        raise ValidationError(found)


def hamlet_of(message: Message, unit_id: int) -> Hamlet | None:
    """The hamlet that a message names. Raises ValidationError for one of another commune."""
    if message.hamlet_id is None:
        return None
    found: Hamlet | None = Hamlet.objects.filter(pk=message.hamlet_id, unit=unit_id).first()
    if found is None:
        raise ValidationError({"hamlet": _("Please choose a hamlet of this commune.")})
    return found


def _of_the_message(message: Message, kind: Stream) -> list[tuple[str, str]]:
    faults = {
        "text": (not message.text, _("Please say what it is about.")),
        "category": (
            kind.asks_category and message.category not in categories(),
            _("Please choose a field."),
        ),
        "hamlet": (
            kind.asks_place and not (message.hamlet_id or message.place or message.lat is not None),
            _("Please say where it is."),
        ),
    }
    return [(name, words) for name, (is_faulty, words) in faults.items() if is_faulty]


def _of_the_sender(kind: Stream, mode: Mode, contact: Contact) -> dict[str, str]:
    demanded = {
        "name": (contact.name, _("Please write your name; the law asks for it.")),
        "phone": (contact.phone, _("Please write your telephone number; the law asks for it.")),
        "address": (contact.address, _("Please write your address; the law asks for it.")),
        "id_number": (contact.id_number, _("Please write your identity number; the law asks for it.")),
    }
    found = {name: words for name, (value, words) in demanded.items() if name in kind.requires and not value}
    if mode == Mode.NAME_SHOWN and not contact.name:
        found["name"] = _("Please write your name, or choose that it stays hidden.")
    if contact.phone and not normal_phone(contact.phone):
        found["phone"] = _("This is not a telephone number. Please check the digits.")
    return found
