"""The text of a document in paragraphs and headings, as readers see it. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(
    r"^(?:(?:Phần|Chương|Mục)\s+(?:[IVXLC]+|\d+)\b|Điều\s+\d+[a-zđ]?\s*[.:])", re.IGNORECASE
)
_ITEM = re.compile(r"^(?:[-–+•]\s|[a-zđ]{1,2}\)\s|\d{1,3}[.)]\s)")
_ENDS = (".", ":", ";", "!", "?", "…", "./.", "”")
_WIDE = 60  # letters of a line that was broken by the paper's edge


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph; of an article of law the heading with its number."""

    text: str
    is_heading: bool = False


def outline(text: str) -> list[Part]:
    """Lines that the paper's edge broke are put together; articles and chapters become headings.

    An article whose heading and rule stand in one line is divided after its number.
    """
    return [part for paragraph in _paragraphs(text) for part in _parts(paragraph)]


def _paragraphs(text: str) -> Iterator[str]:
    whole = ""
    for line in (" ".join(line.split()) for line in [*text.splitlines(), ""]):
        if whole and (not line or not _goes_on(whole, line)):
            yield whole
            whole = ""
        whole = f"{whole} {line}".strip()


def _goes_on(before: str, line: str) -> bool:
    if _HEADING.match(line) or _ITEM.match(line) or before.endswith(_ENDS):
        return False
    return len(before) >= _WIDE and (line[0].islower() or line[0].isdigit() or line[0] in '(“"')


def _parts(paragraph: str) -> Iterator[Part]:
    found = _HEADING.match(paragraph)
    if found is None:
        yield Part(paragraph)
        return
    rest = paragraph[found.end() :].strip()
    if found[0].endswith((".", ":")) and (len(rest) > 90 or rest.endswith((".", ";", ":", "./."))):
        yield Part(found[0].rstrip(" .:"), is_heading=True)
        if rest:
            yield Part(rest)
    else:
        yield Part(paragraph, is_heading=True)
