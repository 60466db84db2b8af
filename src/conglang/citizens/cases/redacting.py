"""A copy of what somebody wrote without what says who they are. Pure."""

import re
from collections.abc import Iterable

from conglang.kernel.text import nfc
from conglang.tools.guards.personal import personal_data
from conglang.tools.guards.rules import Finding, Line

MASK = "[đã che]"
SHORTEST = 4  # characters; a shorter value would mask half the text


def findings(text: str) -> list[Finding]:
    """Personal data in a text, in order."""
    return personal_data([Line(line) for line in text.splitlines()])


def masked(text: str, known: Iterable[str] = ()) -> str:
    """The text with every piece of personal data, and every known value of the sender, masked."""
    text = nfc(text)
    values = {each.value for each in findings(text)} | {nfc(value).strip() for value in known}
    for value in sorted((value for value in values if len(value) >= SHORTEST), key=len, reverse=True):
        words = r"[\s.\-]*".join(map(re.escape, value.split()))
        text = re.sub(words, MASK, text, flags=re.IGNORECASE)
    return text
