"""The frame of an administrative document, which Decree 30/2020 lays out in tables without lines."""

import re

from conglang.kernel.text import fold

_MOTTOS = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc", "dang cong san viet nam")
_RULE = re.compile(r"^[\s\-_=*–—―─.oO]*$")
_SIGNED = re.compile(
    r"\bnoi nhan\b|^(tm|kt|tuq|tl|q)\. |\bchu tich\b|\btruong ban\b|\bnguoi viet\b", re.MULTILINE
)


def is_motto(line: str) -> bool:
    """Whether the line is the state's or the Party's title or motto."""
    folded = re.sub(r"\s*[-–—]\s*", " - ", fold(line)).strip(" .*")
    return folded in _MOTTOS


def is_letterhead(words: str) -> bool:
    """Whether these are the words of a letterhead: authority and number beside title and motto."""
    folded = fold(words)
    return len(folded) < 600 and any(motto in folded for motto in (_MOTTOS[0], _MOTTOS[2]))


def is_signature(words: str) -> bool:
    """Whether these are the words at the foot: recipients beside the signing person."""
    folded = "\n".join(fold(line) for line in words.splitlines())
    return len(folded) < 1500 and bool(_SIGNED.search(folded))


def telling_lines(cells: list[str]) -> list[str]:
    """The lines of a letterhead that tell something: authority, number, place and date."""
    lines = [line.strip() for cell in cells for line in cell.splitlines()]
    return [line for line in lines if not _RULE.match(line) and not is_motto(line)]
