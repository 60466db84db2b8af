"""Change an article's newest version."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.content.newsroom.holds import Hold
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import held_by_another
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.found import lock_to_edit
from conglang.tools.approval.versions import store


class Conflict(Exception):
    """Somebody stored another version meanwhile. `stored` has its content, `article.version` its name."""

    def __init__(self, article: Article, stored: Article) -> None:
        super().__init__(article.version)
        self.article = article
        self.stored = stored


class Locked(Exception):
    """Another person has the article open to change it; `hold` says who."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(str(hold))
        self.hold = hold


@transaction.atomic
def edit_article(
    *, by: Actor, article_id: int, expected_revision: str, content: ArticleContent, now: datetime
) -> Article:
    """Store a new revision; what is public stays as it was approved. The same content changes nothing.

    `expected_revision` is `Article.version` of what the person had before them. Raises NotFound, Forbidden,
    Locked, Conflict, ValidationError.
    """
    row, by = lock_to_edit(by, article_id)
    if hold := held_by_another(row.pk, by.user_id, now):
        raise Locked(hold)
    newest: Article = row.get_latest_revision_as_object()
    changed = content.put_into(newest)
    if not changed:
        return row
    if expected_revision != row.version:
        raise Conflict(row, row.get_latest_revision_as_object())
    newest.full_clean()
    revision = store(newest, by=by, row=row)
    record("newsroom.article_edited", row, by=by, now=now, revision=revision.pk, fields=sorted(changed))
    return newest
