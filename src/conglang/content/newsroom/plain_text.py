"""Text typed into a plain box, as blocks of a body."""

import re
from html import escape

from conglang.content.newsroom.services.content import Stream


def as_blocks(text: str) -> Stream:
    """One text block: an empty line parts paragraphs; without empty lines each line is one."""
    whole = text.replace("\r\n", "\n").strip()
    if not whole:
        return []
    parts = re.split(r"\n\s*\n", whole) if re.search(r"\n\s*\n", whole) else whole.split("\n")
    html = "".join(f"<p>{_lines(part)}</p>" for part in parts if part.strip())
    return [{"type": "text", "value": html}]


def _lines(part: str) -> str:
    return "<br>".join(escape(line.strip(), quote=False) for line in part.strip().split("\n"))
