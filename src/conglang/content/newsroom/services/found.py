"""Rows that services work on, found in the scope and locked; part of services."""

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.content.newsroom.models import Article, ImportBatch
from conglang.content.newsroom.rules import may_edit
from conglang.tools.pages.models import Section


def lock_article(article_id: int) -> Article:
    """The article, kept from others until the commit. Raises NotFound."""
    article: Article | None = Article.objects.select_for_update().filter(pk=article_id).first()
    if article is None:
        raise NotFound
    return article


def lock_to_edit(by: Actor, article_id: int) -> tuple[Article, Actor]:
    """The article under lock for somebody who may change it, and the actor to record.

    Raises NotFound, Forbidden.
    """
    row = lock_article(article_id)
    by = require(by, "newsroom.write", row)
    if not may_edit(by, unit_id=row.unit_id, author_id=row.author_id):
        raise Forbidden
    return row, by


def lock_batch(batch_id: int) -> ImportBatch:
    """The import, kept from others until the commit. Raises NotFound."""
    batch: ImportBatch | None = ImportBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return batch


def own_batch(by: Actor, batch_id: int) -> tuple[Actor, ImportBatch]:
    """The import under lock, for its importer or the editorial board, and the actor to record.

    Raises NotFound, Forbidden.
    """
    batch = lock_batch(batch_id)
    by = require(by, "newsroom.import", batch)
    if not may_edit(by, unit_id=batch.unit_id, author_id=batch.by_id):
        raise Forbidden
    return by, batch


def section_of(section_id: int) -> Section:
    """The section. Raises NotFound outside the scope."""
    section: Section | None = Section.objects.filter(pk=section_id).first()
    if section is None:
        raise NotFound
    return section
