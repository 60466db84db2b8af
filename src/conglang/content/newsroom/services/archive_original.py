"""Keep the file that an article came from."""

from datetime import datetime
from typing import IO

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, require
from conglang.base.ledger.audit import record
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.rules import may_edit
from conglang.content.newsroom.services.found import lock_article
from conglang.tools.media.services.store import store_document


@transaction.atomic
def archive_original(*, by: Actor, article_id: int, file: IO[bytes], name: str, now: datetime) -> Article:
    """Store the file with the article (N3); the first one stays, a repeated call changes nothing.

    Raises NotFound, Forbidden, Unacceptable.
    """
    article = lock_article(article_id)
    by = require(by, "newsroom.write", article)
    if not may_edit(by, unit_id=article.unit_id, author_id=article.author_id):
        raise Forbidden
    if article.original_id is None:
        original = store_document(
            by=by, unit_id=article.unit_id, file=file, title=name, now=now, markup_as_text=True
        )
        article.original = original
        article.save(update_fields=["original"])
        record("newsroom.original_archived", article, by=by, now=now, sha256=original.file_sha256)
    return article
