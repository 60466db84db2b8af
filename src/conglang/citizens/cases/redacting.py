"""A copy of what somebody wrote without what says who they are. Pure."""

import re
from collections.abc import Iterable

from conglang.kernel.text import nfc
from conglang.tools.guards.personal import personal_data
from conglang.tools.guards.rules import Finding, Kind, Line

MASK = "[đã che]"
_ALWAYS = {
    Kind.EMAIL: re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    Kind.PHONE: re.compile(r"(?<![\d.,])(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)"),
    Kind.IDENTITY_NUMBER: re.compile(r"(?<![\d.,])(?:\d{12}|\d{9})(?!\d)"),
    Kind.BANK_ACCOUNT: re.compile(r"(?<![\d.,])\d{8,16}(?!\d)"),
    Kind.PLATE: re.compile(r"\b\d{2}[ -]?[A-ZĐ][A-Z\d]?[ .-]{0,3}\d{3}\.?\d{2}\b"),
}
SHORTEST = 4  # characters; a shorter value would mask half the text


def findings(text: str) -> list[Finding]:
    """Personal data in a text, in order.

    In papers the numbers of offices are public; in a citizen's words every number is taken for theirs.
    """
    text = nfc(text)
    found = {each.value: each for each in personal_data([Line(line) for line in text.splitlines()])}
    for kind, pattern in _ALWAYS.items():
        found |= {value: Finding(kind, value) for value in pattern.findall(text) if value not in found}
    return sorted(found.values(), key=lambda each: text.find(each.value))


def masked(text: str, known: Iterable[str] = ()) -> str:
    """The text with every piece of personal data, and every known value of the sender, masked."""
    text = nfc(text)
    values = {each.value for each in findings(text)} | {nfc(value).strip() for value in known}
    for value in sorted((value for value in values if len(value) >= SHORTEST), key=len, reverse=True):
        words = r"[\s.\-]*".join(map(re.escape, value.split()))
        text = re.sub(words, MASK, text, flags=re.IGNORECASE)
    return text
