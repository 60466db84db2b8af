"""The few tags that the text of an article is made of; everything else is taken out."""

from collections.abc import Set
from typing import Any

import nh3

from conglang.kernel.text import nfc

TAGS: Set[str] = frozenset({"h2", "h3", "p", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br", "hr"})
LINK_SCHEMES: Set[str] = frozenset({"http", "https", "mailto", "tel"})
# the editor names its blocks, to compare versions block by block
_ATTRIBUTES: dict[str, Set[str]] = {"a": frozenset({"href"}), "*": frozenset({"data-block-key"})}
_WITH_CONTENT: Set[str] = frozenset({"script", "style", "template", "noscript"})

_cleaner = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
)


def clean(html: str) -> str:
    """Rich text with our tags, web links and no way to run anything. Cleaning twice changes nothing."""
    return _cleaner.clean(html)


def clean_block(block: dict[str, Any]) -> dict[str, Any]:
    """A block of a body as the editor stores it, its words in NFC and its rich text with our tags only."""
    value = _nfc_everywhere(block["value"])
    if block["type"] == "text":
        value = clean(value)
    elif block["type"] == "infographic":
        value = {**value, "words": clean(value.get("words") or "")}
    return {**block, "value": value}


def _nfc_everywhere(value: Any) -> Any:
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [_nfc_everywhere(item) for item in value]
    if isinstance(value, dict):
        return {key: _nfc_everywhere(item) for key, item in value.items()}
    return value
