"""Parameters in the patterns of addresses."""

import re
from collections.abc import Iterator

HOLE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>|\(")


def holes(path: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Parameters of a pattern with their places, in Django's own notation or as groups of an expression."""
    at, number = 0, 0
    while match := HOLE.search(path, at):
        at = match.end()
        if not match[1]:
            at = path.index(")", at) + 1
        number += 1
        yield match[1] or match[2] or f"group {number}", (match.start(), at)
