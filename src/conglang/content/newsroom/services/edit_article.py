"""Change an article's newest version."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, require
from conglang.base.ledger.audit import record
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.rules import may_edit
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.found import account_of, lock_article


class Conflict(Exception):
    """Somebody stored another version meanwhile. `stored` has its content, `article.version` its name."""

    def __init__(self, article: Article, stored: Article) -> None:
        super().__init__(article.version)
        self.article = article
        self.stored = stored


class Locked(Exception):
    """Another person has locked the article."""


@transaction.atomic
def edit_article(
    *, by: Actor, article_id: int, expected_revision: str, content: ArticleContent, now: datetime
) -> Article:
    """Store a new revision; what is public stays as it was approved. The same content changes nothing.

    `expected_revision` is `Article.version` of what the person had before them. Raises NotFound, Forbidden,
    Locked, Conflict, ValidationError.
    """
    row = lock_article(article_id)
    by = require(by, "newsroom.write", row)
    if not may_edit(by, unit_id=row.unit_id, author_id=row.author_id):
        raise Forbidden
    if row.locked and row.locked_by_id != by.user_id:
        raise Locked
    newest: Article = row.get_latest_revision_as_object()
    changed = content.put_into(newest)
    if not changed:
        return row
    if expected_revision != row.version:
        raise Conflict(row, row.get_latest_revision_as_object())
    newest.full_clean()
    if not row.live:
        newest.save()
    revision = newest.save_revision(user=account_of(by), clean=False)
    record("newsroom.article_edited", row, by=by, now=now, revision=revision.pk, fields=sorted(changed))
    return newest
