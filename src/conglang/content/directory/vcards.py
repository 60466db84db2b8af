"""Entries as vCards 4.0 (RFC 6350), for the address books of telephones. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

LINE_BYTES = 75


@dataclass(frozen=True)
class Card:
    """What goes into an address book."""

    name: str
    organisation: str
    title: str = ""
    phone: str = ""  # digits
    email: str = ""
    url: str = ""
    is_person: bool = True


def vcards(cards: Iterable[Card]) -> str:
    """All cards as one file."""
    return "".join(_card(card) for card in cards)


def _card(card: Card) -> str:
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"KIND:{'individual' if card.is_person else 'org'}"]
    lines += [f"FN:{escaped(card.name)}", f"ORG:{escaped(card.organisation)}"]
    if card.is_person:
        surname, _space, given = card.name.partition(" ")
        lines.append(f"N:{escaped(surname)};{escaped(given)};;;")
    if card.title:
        lines.append(f"TITLE:{escaped(card.title)}")
    if card.phone:
        lines.append(f"TEL;VALUE=uri;TYPE=work:tel:{card.phone}")
    if card.email:
        lines.append(f"EMAIL;TYPE=work:{escaped(card.email)}")
    if card.url:
        lines.append(f"URL:{card.url}")
    lines.append("END:VCARD")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """Text as a value of a property."""
    for character in "\\,;":
        text = text.replace(character, f"\\{character}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, none of which splits a character."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > LINE_BYTES:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces)
