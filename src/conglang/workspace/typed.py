"""A body made without the editor: text typed into a plain box, then pictures, recordings, files."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from conglang.content.newsroom.models import Article

_KEY = re.compile(r' data-block-key="[^"]*"')
_BREAK = re.compile(r"<br\s*/?>")
_PLAIN = re.compile(r"(<p>[^<>]*(<br\s*/?>[^<>]*)*</p>\s*)*")
PARTS = frozenset({"picture", "gallery", "video", "sound", "attachment", "correction"})
"""What may stand after the text, by the names of its blocks."""
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def as_text(article: Article) -> str | None:
    """The text for a plain box; None when it holds more than paragraphs, which only the editor can show."""
    raw = raw_body(article)
    text = raw[: len(raw) - len(parts_of(raw))]
    if any(block["type"] != "text" for block in text):
        return None
    html = _KEY.sub("", "".join(block["value"] for block in text))
    if not _PLAIN.fullmatch(html):
        return None
    return "\n\n".join(unescape(_BREAK.sub("\n", part)) for part in _PARAGRAPH.findall(html))


def raw_body(article: Article) -> list[dict[str, Any]]:
    """The blocks as they are stored."""
    raw: list[dict[str, Any]] = article.body.get_prep_value()
    return raw


def parts_of(raw: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pictures, recordings and files at the end of a body."""
    start = len(raw)
    while start and raw[start - 1]["type"] in PARTS:
        start -= 1
    return list(raw[start:])
