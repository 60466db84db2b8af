"""Text typed into a plain box, as the editor's text block and back."""

import re
from html import escape, unescape
from typing import Any

from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.content import Stream

_KEY = re.compile(r' data-block-key="[^"]*"')
_BREAK = re.compile(r"<br\s*/?>")
_PLAIN = re.compile(r"(<p>[^<>]*(<br\s*/?>[^<>]*)*</p>\s*)*")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def as_blocks(text: str) -> Stream:
    """One text block: an empty line parts paragraphs; without empty lines each line is one."""
    whole = text.replace("\r\n", "\n").strip()
    if not whole:
        return []
    parts = re.split(r"\n\s*\n", whole) if re.search(r"\n\s*\n", whole) else whole.split("\n")
    html = "".join(f"<p>{_lines(part)}</p>" for part in parts if part.strip())
    return [{"type": "text", "value": html}]


def as_text(article: Article) -> str | None:
    """The body for a plain box; None when it holds more than paragraphs, which only the editor can show."""
    raw: list[dict[str, Any]] = article.body.get_prep_value()
    if any(block["type"] != "text" for block in raw):
        return None
    html = _KEY.sub("", "".join(block["value"] for block in raw))
    if not _PLAIN.fullmatch(html):
        return None
    return "\n\n".join(unescape(_BREAK.sub("\n", part)) for part in _PARAGRAPH.findall(html))


def _lines(part: str) -> str:
    return "<br>".join(escape(line.strip(), quote=False) for line in part.strip().split("\n"))
