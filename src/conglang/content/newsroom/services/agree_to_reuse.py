"""The editorial board and the People's Committee each agree to the use of an item elsewhere (N10)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, require
from conglang.base.ledger.audit import record
from conglang.content.newsroom.consents import ReuseConsent, Side
from conglang.content.newsroom.models import Article, Reuse
from conglang.content.newsroom.queries import consents
from conglang.content.newsroom.services.found import lock_article
from conglang.kernel.text import one_line

PERMISSIONS = {Side.BOARD: "newsroom.agree_as_board", Side.COMMITTEE: "newsroom.agree_as_committee"}


@transaction.atomic
def agree_to_reuse(*, by: Actor, article_id: int, side: Side, decision: str, now: datetime) -> Article:
    """One side agrees; with the second one the whole item goes out in feeds and open data.

    A repeated call changes nothing. Raises NotFound, Forbidden, and ValidationError for an item that is not
    public or asks, and for a person by whom or for whom the other side agreed.
    """
    article = lock_article(article_id)
    named = require(by, PERMISSIONS[side], article)
    if by.user_id is None:  # the installation speaks for neither
        raise Forbidden
    if article.reuse != Reuse.FREE or not article.live:
        raise ValidationError(_("Only a public item that says it may be used elsewhere can be agreed to."))
    present = consents(article)
    if side in present:
        return article
    people = {by.user_id, named.on_behalf_of} - {None}
    if any(people & {row.by_id, row.on_behalf_of_id} for row in present.values()):
        raise ValidationError(_("The other side agreed through you. Another person has to agree here."))
    consent = ReuseConsent(
        unit_id=article.unit_id, article=article, side=side, by_id=by.user_id,
        on_behalf_of_id=named.on_behalf_of, decision=one_line(decision), at=now,
    )  # fmt: skip
    consent.full_clean(exclude=["unit", "article", "by", "on_behalf_of", "ended_at"])
    consent.save()
    _follow(article)
    record("newsroom.reuse_agreed", article, by=named, now=now, side=side, decision=consent.decision)
    return article


@transaction.atomic
def end_consent(*, by: Actor, article_id: int, side: Side, now: datetime) -> Article:
    """One side agrees no longer; a repeated call changes nothing. Raises NotFound, Forbidden."""
    article = lock_article(article_id)
    named = require(by, PERMISSIONS[side], article)
    consent = consents(article).get(side)
    if consent is None:
        return article
    consent.ended_at = now
    consent.save(update_fields=["ended_at"])
    _follow(article)
    record("newsroom.reuse_ended", article, by=named, now=now, side=side)
    return article


def _follow(article: Article) -> None:
    article.is_released = consents(article).keys() == set(Side)
    article.save(update_fields=["is_released"])
