"""Rows that services work on, found in the scope and locked; part of services."""

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import NotFound
from conglang.content.newsroom.models import Article, ImportBatch
from conglang.tools.pages.models import Section


def lock_article(article_id: int) -> Article:
    """The article, kept from others until the commit. Raises NotFound."""
    article: Article | None = Article.objects.select_for_update().filter(pk=article_id).first()
    if article is None:
        raise NotFound
    return article


def lock_batch(batch_id: int) -> ImportBatch:
    """The import, kept from others until the commit. Raises NotFound."""
    batch: ImportBatch | None = ImportBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return batch


def section_of(section_id: int) -> Section:
    """The section. Raises NotFound outside the scope."""
    section: Section | None = Section.objects.filter(pk=section_id).first()
    if section is None:
        raise NotFound
    return section


def account_of(by: Actor) -> User | None:
    """The acting person's account; None for the installation itself."""
    return None if by.user_id is None else User.objects.get(pk=by.user_id)
