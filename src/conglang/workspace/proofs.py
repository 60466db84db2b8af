"""Proofreading of an article: its passages, what is marked in them, and the content with a slip put right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any

from django.urls import reverse

from conglang.content.newsroom.languages import Language
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.content import ArticleContent
from conglang.kernel.proofreading import Finding, proofread
from conglang.tools.approval.models import KeptWording, Remark
from conglang.tools.approval.reviews import kind_of
from conglang.tools.approval.screens import label_of
from conglang.tools.approval.wording import MARKED
from conglang.workspace.typed import raw_body

_PIECE = re.compile(r"(?P<tag><[^>]*>)|&#?\w{1,10};|[^<]|<", re.DOTALL)
_BREAK = re.compile(r"</(?:p|li|h\d|div|tr|blockquote)>|<br", re.IGNORECASE)
_GAP = "\n\n"
_FIELDS = ("title", "summary", "lead_alt")
_NO_WORDS = {"id", "type"}


@dataclass(frozen=True)
class Passage:
    """Words of a field, or of a block of the body; `places` are those of each letter in stored HTML."""

    key: str
    label: str
    text: str
    places: tuple[tuple[int, int], ...] = ()

    @property
    def may_be_changed(self) -> bool:
        """Whether the letters are found again where they are stored."""
        return self.key in _FIELDS or bool(self.places)


@dataclass(frozen=True)
class Mark:
    """A finding in a passage, at text[start:end] of it."""

    passage: Passage
    start: int
    end: int
    finding: Finding

    @property
    def words(self) -> str:
        """What is marked."""
        return self.passage.text[self.start : self.end]

    @property
    def key(self) -> str:
        """Names it among all marks of one version."""
        return f"{self.passage.key}:{self.start}:{self.end}:{self.finding.kind}"

    @property
    def reason(self) -> str:
        """Why it is marked, in people's words."""
        return str(MARKED[self.finding.kind])

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What can be put instead at a tap."""
        return self.finding.suggestions


@dataclass(frozen=True)
class Segment:
    """A piece of a passage as it is shown; `number` is that of its mark."""

    text: str
    number: int = 0
    is_quoted: bool = False


def passages(article: Article) -> list[Passage]:
    """Everything that readers read, in order."""
    found = [
        Passage(name, label_of(article, name), text) for name in _FIELDS if (text := getattr(article, name))
    ]
    label = label_of(article, "body")
    for number, block in enumerate(raw_body(article)):
        if block["type"] == "text":
            text, places = _plain(block["value"])
            found.append(Passage(f"body-{number}", label, text, places))
        elif words := "\n".join(_plain(each)[0] for each in _strings(block["value"]) if " " in each):
            found.append(Passage(f"body-{number}", label, words))
    return [passage for passage in found if passage.text.strip()]


def marks_in(article: Article, texts: Sequence[Passage]) -> list[Mark]:
    """What is marked and was not said to be right; nothing in texts of other languages."""
    if article.language != Language.VIETNAMESE:
        return []
    rows = KeptWording.objects.filter(content_type=kind_of(article), object_id=article.pk)
    kept = set(rows.values_list("kind", "words"))
    findings = iter(proofread(_GAP.join(passage.text for passage in texts)))
    found: list[Mark] = []
    at = 0
    each = next(findings, None)
    for passage in texts:
        end = at + len(passage.text)
        while each is not None and each.start < end:
            if each.start >= at and each.end <= end:
                found.append(Mark(passage, each.start - at, each.end - at, each))
            each = next(findings, None)
        at = end + len(_GAP)
    return [mark for mark in found if (mark.finding.kind, mark.words) not in kept]


def segments(passage: Passage, marks: Sequence[Mark], remarks: Sequence[Remark]) -> list[Segment]:
    """The passage in pieces: marked ones, quoted ones, and what stands between."""
    numbered = enumerate(marks, 1)
    spans = [(mark.start, mark.end, number) for number, mark in numbered if mark.passage is passage]
    for remark in remarks:
        start = passage.text.find(remark.quote) if remark.quote else -1
        if start >= 0:
            spans.append((start, start + len(remark.quote), 0))
    found: list[Segment] = []
    at = 0
    for start, end, number in sorted(spans, key=lambda span: (span[0], -span[2])):
        if start < at:
            continue
        found += [Segment(passage.text[at:start]), Segment(passage.text[start:end], number, not number)]
        at = end
    return [each for each in [*found, Segment(passage.text[at:])] if each.text]


def remarks_about(row: Article) -> list[Remark]:
    """Remarks with their answers, the oldest first."""
    found = Remark.objects.filter(content_type=kind_of(row), object_id=row.pk, answers=None)
    return list(found.select_related("by", "revision").prefetch_related("answered_by__by"))


def summary_of(row: Article, article: Article) -> dict[str, Any]:
    """What other pages of the article say about its proofs; `article` is the newest version."""
    open_remarks = Remark.objects.filter(
        content_type=kind_of(row), object_id=row.pk, answers=None, resolved_at=None
    )
    return {
        "marks": marks_in(article, passages(article)),
        "open_remarks": open_remarks.count(),
        "url": reverse("workspace:proof", args=[row.pk]),
    }


def put_right(article: Article, mark: Mark, words: str) -> ArticleContent:
    """The article's content with other words in the place of marked ones."""
    passage, content = mark.passage, ArticleContent.of(article)
    if passage.key in _FIELDS:
        whole = passage.text[: mark.start] + words + passage.text[mark.end :]
        given: dict[str, Any] = {passage.key: whole}
        return replace(content, **given)
    body = [dict(block) for block in raw_body(article)]
    block = body[int(passage.key.partition("-")[2])]
    start, end = passage.places[mark.start][0], passage.places[mark.end - 1][1]
    block["value"] = block["value"][:start] + escape(words, quote=False) + block["value"][end:]
    return replace(content, body=body)


def _plain(html: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The letters of stored HTML with the place of each; ends of blocks are line breaks."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(html):
        said = unescape(piece[0])
        if piece["tag"]:
            said = "\n" if _BREAK.match(piece["tag"]) else ""
        letters.append(said)
        places += [piece.span()] * len(said)
    text = "".join(letters)
    return text.rstrip(), tuple(places)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in _NO_WORDS:
                yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
