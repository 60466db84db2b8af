"""Begin an article."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import usual_reuse
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.found import section_of
from conglang.kernel.ids import uuid7
from conglang.tools.approval.versions import store
from conglang.tools.media.models import Document

_GIVEN = {"unit", "section", "author", "original", "slug"}


@transaction.atomic
def write_article(
    *,
    by: Actor,
    content: ArticleContent,
    now: datetime,
    uid: UUID | None = None,
    original: Document | None = None,
    written_by_id: int | None = None,
) -> Article:
    """Store a draft with its first revision; nothing of it is public.

    `uid` names the form that was sent: sent twice, it gives the article of the first time. `written_by_id` is
    the account of the person whose words they are, if another one brings them in; that person never approves
    it. Raises NotFound for a section outside the scope, Forbidden, ValidationError.
    """
    section = section_of(content.section_id)
    by = require(by, "newsroom.write", section)
    known: Article | None = Article.objects.filter(uid=uid, author=by.user_id).first() if uid else None
    if known is not None:
        return known
    article = Article(
        uid=uid or uuid7(),
        unit_id=section.unit_id,
        section=section,
        author_id=written_by_id or by.user_id,
        original=original,
        reuse=usual_reuse(section.unit_id),
    )
    content.put_into(article)
    # what it hangs on was read just now, and the address is still to come; a form may repeat a key
    article.full_clean(_GIVEN, validate_unique=uid is not None, validate_constraints=False)
    revision = store(article, by=by, writer_id=written_by_id)
    record("newsroom.article_written", article, by=by, now=now, revision=revision.pk)
    return article
