"""What people read on a page, what of it is English, and whom the page would call."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as markup

from tests.architecture.messages import MARKS, MSGID, said_by_others, uses

SPOKEN = ("aria-label", "aria-description", "alt", "title", "placeholder")
# words of no Vietnamese sentence; “to”, “in”, “an”, “do” and “live” (a title) are left out
ENGLISH = frozenset(
    [
        "the",
        "and",
        "your",
        "this",
        "you",
        "with",
        "from",
        "that",
        "have",
        "has",
        "been",
        "will",
        "are",
        "not",
        "for",
        "of",
        "by",
        "please",
        "cannot",
        "must",
        "should",
        "their",
        "which",
        "what",
        "when",
        "where",
        "who",
        "all",
        "any",
        "new",
        "edit",
        "save",
        "delete",
        "cancel",
        "choose",
        "select",
        "search",
        "upload",
        "close",
        "open",
        "add",
        "remove",
        "change",
        "changes",
        "view",
        "more",
        "less",
        "yes",
        "no",
        "error",
        "errors",
        "page",
        "pages",
        "image",
        "images",
        "document",
        "documents",
        "article",
        "articles",
        "file",
        "files",
        "user",
        "users",
        "name",
        "title",
        "date",
        "time",
        "status",
        "drafts",
        "published",
        "preview",
        "history",
        "comment",
        "comments",
        "settings",
        "help",
        "home",
        "toggle",
        "show",
        "hide",
        "loading",
        "minutes",
        "hours",
        "days",
        "ago",
        "now",
    ]
)
# what may stand as it is, with the reason
ALLOWED = {
    "Wagtail": "a name",
    "URL": "as short in Vietnamese",
    "HTML": "a format",
    "ID": "as short in Vietnamese",
    "Word": "a program",
    "Email": "officials say it so",
    "OK": "officials say it so",
    "video": "the same word",
    "audio": "the same word",
    **dict.fromkeys(("Facebook", "YouTube", "Zalo"), "a name"),
}
# all texts but those of scripts and styles, and what people copy for a program
TEXTS = etree.XPath(
    "//text()[not(ancestor::script or ancestor::style or ancestor::code)]", smart_strings=False
)
# ld+json names the vocabulary of schema.org, for machines
DATA = etree.XPath("//script[@type='application/json']/text()", smart_strings=False)
WORD = re.compile(r"[^\W\d_]+")
HASH = re.compile(r"\b[0-9a-f]{32,}\b")  # a stored file's name, in which “add” and “bad” stand by chance
ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s\"'<>\\)]*")
# addresses that nobody calls: names of vocabularies, links that readers follow, examples and contents
NOT_CALLED = re.compile(
    r"//(dichvucong\.gov\.vn|www\.w3\.org|schema\.org|purl\.org|[\w.-]+\.localhost|[\w.-]+\.example|vidu\.example|example\.com)\b"
)


def english_on(html: str) -> list[str]:
    """Texts of a page that are English, as they stand there."""
    return sorted({text for text in shown(html) if is_english(text)})


@cache
def is_english(text: str) -> bool:
    """A string that gettext was asked for and did not know, or one with English words."""
    if text in ALLOWED:
        return False
    words = {word.lower() for word in WORD.findall(HASH.sub("", MARKS.sub("", text)))}
    return text in strings_of_code() or bool(ENGLISH & words)


def shown(html: str) -> Iterator[str]:
    """Every text that a reader sees or hears, at once or after the page's scripts have run."""
    if not html.strip():
        return
    page = markup.document_fromstring(html)
    for text in TEXTS(page):
        yield from filter(None, [" ".join(text.split())])
    for text in DATA(page):
        yield from _in_data(text)
    for tag in page.iter(etree.Element):
        yield from _of_attributes(tag)


def _of_attributes(tag: markup.HtmlElement) -> Iterator[str]:
    names = [*SPOKEN, "value"] if tag.tag == "input" and tag.get("type") in {"submit", "button"} else SPOKEN
    for name, value in tag.items():
        if name in names and (text := " ".join(value.split())):
            yield text
        elif name.startswith("data-") and value[:1] in {"{", "["}:
            yield from _in_data(value)


def _in_data(text: str) -> Iterator[str]:
    """Labels inside the data that the editor's scripts draw from; only whole strings that gettext knows."""
    try:
        data = json.loads(text)
    except ValueError:
        return
    # small letters without a space are names of fields, which only scripts read
    yield from (
        each for each in _strings(data) if each in strings_of_code() and (each[:1].isupper() or " " in each)
    )


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (list, dict)):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _strings(each)


@cache
def strings_of_code() -> frozenset[str]:
    """Whatever our code and the packages' would say in English."""
    texts = said_by_others() | {use.message.msgid for use in uses() if use.message}
    return frozenset(text for text in texts if len(text) > 2 and WORD.search(MARKS.sub("", text)))


def calls_on(page: str) -> list[str]:
    """Addresses outside our own hosts that stand anywhere on a page."""
    return sorted({found for found in ADDRESS.findall(page) if not NOT_CALLED.search(found)})


def script_strings(package_folder: Path) -> set[str]:
    """The strings of a package's scripts."""
    found = package_folder.glob("locale/en/LC_MESSAGES/djangojs.po")
    literals = [literal for po in found for literal in MSGID.findall(po.read_text())]
    return {"".join(json.loads(line) for line in literal.splitlines()) for literal in literals} - {""}
