"""Reads for the desks. Lists never load bodies, and cost the same number of queries at any length."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from conglang.base.duties.queries import chain_of
from conglang.base.units.models import Unit
from conglang.content.newsroom.consents import ReuseConsent, Side
from conglang.content.newsroom.holds import Hold
from conglang.content.newsroom.models import TAKEN_IN, Article, ImportBatch, ItemStatus, Reuse, ReuseDecision
from conglang.content.newsroom.themes import Theme
from conglang.kernel.text import fold
from conglang.tools.approval.models import Review
from conglang.tools.approval.rules import Stage
from conglang.tools.media.models import Document, Image
from conglang.tools.pages.blocks import attachments_in, pictures_in
from conglang.tools.pages.models import SectionKind

MOST_WORDS = 12
MOST_COMPARED = 300  # of the newest public articles
ALIKE = 0.3  # share of neighbouring words in common, of the shorter text
_WORD = re.compile(r"\w+")
UNFINISHED = (Stage.DRAFT, Stage.RETURNED)


def articles() -> QuerySet[Article]:
    """Articles of the scope for lists, newest first, each with its `stage`."""
    reviews = Review.objects.filter(content_type=_kind(), object_id=OuterRef("pk")).values("stage")
    rows: QuerySet[Article] = Article.objects.select_related("section", "author", "unit")
    return (
        rows.defer("body")
        .annotate(stage=Coalesce(Subquery(reviews[:1]), Value(Stage.DRAFT.value)))
        .order_by("-pk")
    )


def drafts_of(user_id: int) -> QuerySet[Article]:
    """What the person entered and has still to finish or to correct."""
    return at_stage(*UNFINISHED).filter(author=user_id)


def at_stage(*stages: Stage) -> QuerySet[Article]:
    """Articles at any of the stages."""
    found = Review.objects.filter(content_type=_kind(), stage__in=stages).values("object_id")
    return articles().filter(pk__in=found)


def held_by_another(article_id: int, user_id: int | None, now: datetime) -> Hold | None:
    """Somebody else who has the article open to change it."""
    holds: QuerySet[Hold] = Hold.objects.select_related("user", "asked_by").exclude(user=user_id)
    hold = holds.filter(article=article_id).first()
    return None if hold is None or hold.is_over(now) else hold


def in_section(section_id: int) -> QuerySet[Article]:
    """Articles of one section."""
    return articles().filter(section=section_id)


def with_title(rows: QuerySet[Article], query: str) -> QuerySet[Article]:
    """Those whose title has every word, marks and capitals aside."""
    for word in fold(query[:200]).split()[:MOST_WORDS]:
        rows = rows.filter(title_folded__contains=word)
    return rows


def stage_counts(unit_id: int) -> Mapping[Stage, int]:
    """How many articles of the unit stand at each stage."""
    rows = Review.objects.filter(content_type=_kind(), unit=unit_id).values_list("stage")
    return {Stage(stage): number for stage, number in rows.annotate(number=Count("pk")).order_by()}


def other_languages(article: Article) -> list[Article]:
    """The same item in other languages, as far as the scope shows them; the original first."""
    root = article.translation_of_id or article.pk
    rows = Article.objects.filter(Q(pk=root) | Q(translation_of=root)).exclude(pk=article.pk)
    found = rows.select_related("section").defer("body").order_by("language")
    return sorted(found, key=lambda row: row.translation_of_id is not None)


def files_of(article: Article) -> tuple[list[Image], list[Document]]:
    """Pictures and attachments that the article shows."""
    lead = [article.lead] if article.lead else []
    return [*lead, *pictures_in(article.body)], attachments_in(article.body)


def usual_reuse(unit_id: int) -> Reuse:
    """What the board decided for items of which nobody says otherwise; asking, where it has not."""
    reuse = ReuseDecision.objects.filter(unit=unit_id).values_list("reuse", flat=True).first()
    return Reuse(reuse or Reuse.ASK)


def themes_of(unit: Unit) -> QuerySet[Theme]:
    """Themes that count in a unit, those of long ago among them."""
    return Theme.objects.filter(scope__in=chain_of(unit), confirmed_at__isnull=False)


def offered_themes(unit: Unit, on: date, present_id: int | None = None) -> QuerySet[Theme]:
    """Those that an item can be written for on a day, and the one that it has."""
    lasts = Q(valid_to=None) | Q(valid_to__gte=on)
    return themes_of(unit).filter(Q(valid_from__lte=on) & lasts | Q(pk=present_id))


def counted() -> QuerySet[Article]:
    """What figures count: items that were published, without translations and standing pages."""
    rows: QuerySet[Article] = Article.objects.filter(first_published_at__isnull=False, translation_of=None)
    return rows.exclude(section__kind=SectionKind.PAGE)


def consents(article: Article) -> dict[Side, ReuseConsent]:
    """Which sides agree now to the use of the article elsewhere."""
    rows = ReuseConsent.objects.filter(article=article, ended_at=None).select_related("by", "on_behalf_of")
    return {Side(row.side): row for row in rows}


def imports() -> QuerySet[ImportBatch]:
    """Imports of the scope, newest first, with how far they are: `total`, `done`, `taken_in`, `refused`."""
    rows: QuerySet[ImportBatch] = ImportBatch.objects.select_related("section", "by", "approved_by", "unit")
    return rows.annotate(
        total=Count("items"),
        done=Count("items", filter=~Q(items__status=ItemStatus.WAITING)),
        taken_in=Count("items", filter=Q(items__status__in=TAKEN_IN)),
        approved=Count("items", filter=Q(items__status=ItemStatus.APPROVED)),
        refused=Count("items", filter=Q(items__status=ItemStatus.REFUSED)),
    ).order_by("-pk")


def similar_to(article: Article, most: int = 5) -> list[Article]:
    """Public articles of the unit that speak of the same, the most alike first; one query."""
    mine = _shingles(f"{article.title} {article.summary}")
    rows = Article.objects.filter(unit=article.unit_id, live=True, translation_of=None)
    rows = rows.exclude(pk__in=[article.pk, article.translation_of_id or article.pk])
    newest = rows.only("title", "summary", "unit", "first_published_at").order_by("-pk")[:MOST_COMPARED]
    scored = [(_alike(mine, _shingles(f"{row.title} {row.summary}")), row) for row in newest]
    scored.sort(key=lambda each: -each[0])
    return [row for share, row in scored[:most] if share >= ALIKE]


def _shingles(text: str) -> set[tuple[str, str]]:
    return set(pairwise(_WORD.findall(fold(text))))


def _alike(one: set[tuple[str, str]], two: set[tuple[str, str]]) -> float:
    return len(one & two) / max(1, min(len(one), len(two)))


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(Article)
