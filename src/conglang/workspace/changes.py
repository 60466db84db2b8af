"""What differs between two versions of an article, in words that can be shown beside each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conglang.content.newsroom.models import Article
from conglang.tools.pages.blocks import attachments_in, pictures_in, plain_text

MAX_WORDS = 4_000  # of one field; beyond that both versions are shown whole


@dataclass(frozen=True)
class Difference:
    """A field with its old and new words; what changed is marked in both."""

    label: str
    before: SafeString
    after: SafeString


def differences(before: Article, after: Article) -> list[Difference]:
    """The fields that differ, in the order in which they are read."""
    return [
        Difference(label, *marked(old, new))
        for (label, old), (_label, new) in zip(_facts(before), _facts(after), strict=True)
        if old != new
    ]


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Both texts as HTML, removed words in <del>, added ones in <ins>."""
    old, new = before.split(), after.split()
    if len(old) + len(new) > MAX_WORDS:
        return _whole("del", before), _whole("ins", after)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    left = [("del" if tag != "equal" else "", old[i1:i2]) for tag, i1, i2, _j1, _j2 in codes]
    right = [("ins" if tag != "equal" else "", new[j1:j2]) for tag, _i1, _i2, j1, j2 in codes]
    return _html(left), _html(right)


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    yield _("Title"), article.title
    yield _("Section of the site"), article.section.title
    yield _("Summary"), article.summary
    yield _("Content"), plain_text(article.body)
    yield _("Pictures and attachments"), "\n".join(_files(article))
    yield _("Author"), f"{article.author_name}, {article.author_address}".strip(", ")
    yield _("Source"), f"{article.source_name} {article.source_url}".strip()
    yield _("Use elsewhere"), str(article.get_reuse_display())
    yield _("Time of publishing"), str(article.go_live_at or "")
    yield _("Language of the text"), article.get_language_display()
    yield _("Translation of"), article.translation_of.title if article.translation_of else ""


def _files(article: Article) -> Iterator[str]:
    if article.lead:
        yield f"{article.lead.title}: {article.lead_alt}"
    for file in (*pictures_in(article.body), *attachments_in(article.body)):
        yield str(file.title)


def _html(parts: Sequence[tuple[str, list[str]]]) -> SafeString:
    pieces = [_piece(tag, " ".join(words)) for tag, words in parts if words]
    return format_html_join(" ", "{}", ((piece,) for piece in pieces))


def _piece(tag: str, text: str) -> Any:
    return _whole(tag, text) if tag else text


def _whole(tag: str, text: str) -> SafeString:
    return mark_safe(f"<{tag}>{escape(text)}</{tag}>")  # noqa: S308 - escaped
