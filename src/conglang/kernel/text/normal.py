import re
from unicodedata import normalize

# A carriage return, a vertical tab (Word's line break inside a paragraph) and a form feed part words.
_BREAK = re.compile(r"\r\n?|[\v\f]")
# PostgreSQL refuses NUL, XML the other controls, UTF-8 lone surrogates.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def nfc(text: str) -> str:
    r"""Text as we store it: Unicode NFC (TCVN 6909:2001), lines ended by \n.

    Control characters other than tab and newline and lone surrogates are dropped; joiners such as
    ZWJ stay.
    """
    return normalize("NFC", _UNSTORABLE.sub("", _BREAK.sub("\n", text)))


def one_line(text: str) -> str:
    """The text in NFC on one line, with single spaces and none around it: a title, a name, a reason."""
    return " ".join(nfc(text).split())


def lines_of(text: str) -> str:
    """Text as several lines: NFC, without space at their ends or around the whole, one kind of line break."""
    return "\n".join(line.rstrip() for line in nfc(text).strip().splitlines())
