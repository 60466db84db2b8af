"""Plain text → the parts of a draft."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from conglang.content.newsroom.importing.draft import Flaw, Problem, Unreadable
from conglang.content.newsroom.importing.parts import Heading, Listing, ListItem, Paragraph, Part, Piece
from conglang.kernel.text import convert_if_certain, nfc

TITLE_MOST = 200  # characters of a first line that is a title and not yet the text
_BULLET = re.compile(r"^\s*[-–•*+]\s+(?=\S)")


def decode(data: bytes, declared: str = "") -> str:
    """Text by its byte order mark, else UTF-8, else as it says itself, else one byte a letter.

    The last is how TCVN3 and VNI were stored. Raises Unreadable for an empty file.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    elif data.startswith(BOM_UTF8):
        text = data.decode("utf-8-sig", "replace")
    else:
        text = _guess(data, declared)
    if not text.strip("\ufeff \t\r\n\0"):
        raise Unreadable(Flaw.EMPTY)
    return text


def _guess(data: bytes, declared: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if re.fullmatch(r"windows-125[0-8]|cp125[0-8]|iso-8859-\d{1,2}|utf-16(le|be)?", declared.lower()):
        return data.decode(declared, "replace")
    return data.decode("latin-1")


def as_unicode(text: str) -> tuple[str, list[Problem]]:
    """The text out of TCVN3 or VNI if that is certain; else as it is, with a warning if it looks like one."""
    conversion = convert_if_certain(nfc(text))
    if conversion.encoding is None:
        return conversion.text, []
    flaw = Flaw.CONVERTED if conversion.certain else Flaw.ENCODING_UNSURE
    return conversion.text, [Problem(flaw, conversion.encoding.value.upper())]


def parts_of(text: str) -> list[Part]:
    """Paragraphs and lists. A short first line with text after it is the title."""
    lines = [line.rstrip() for line in text.split("\n")]
    blocks = _paragraphs(lines)
    parts: list[Part] = []
    first = blocks[0][0].strip() if blocks else ""
    if first and len(first) <= TITLE_MOST and not _BULLET.match(first) and len(blocks) + len(blocks[0]) > 2:
        parts.append(Heading([Piece(first)], 1))
        blocks[0] = blocks[0][1:]
    for block in blocks:
        parts += _part(block)
    return parts


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Groups of lines: empty lines part them; a text without empty lines is a paragraph a line."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    if len(groups) == 1:
        return [[line] for line in groups[0]] if len(groups[0]) > 1 else groups
    return groups


def _part(lines: list[str]) -> list[Part]:
    parts: list[Part] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet:
            item: ListItem = ([Piece(line[bullet.end() :].strip())], [])
            if parts and isinstance(parts[-1], Listing):
                parts[-1].items.append(item)
            else:
                parts.append(Listing(is_numbered=False, items=[item]))
        elif parts and isinstance(parts[-1], Paragraph):
            words = parts[-1].pieces[0].text
            parts[-1] = Paragraph([Piece(f"{words}\n{line.strip()}")])
        else:
            parts.append(Paragraph([Piece(line.strip())]))
    return parts
