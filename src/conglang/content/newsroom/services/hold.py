"""Keep an article for oneself while writing, ask a colleague for it, hand it over."""

from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden
from conglang.base.ledger.audit import record
from conglang.content.newsroom.holds import Hold
from conglang.content.newsroom.services.found import lock_to_edit


@transaction.atomic
def keep(*, by: Actor, article_id: int, is_typing: bool, now: datetime) -> Hold:
    """Whose the article is now: this person's if nobody is in the way. Raises NotFound, Forbidden."""
    article, by = lock_to_edit(by, article_id)
    hold = _of(article_id)
    if hold is None or (hold.is_over(now) and (is_typing or hold.user_id != by.user_id)):
        if hold is not None:
            hold.delete()
        return _begin(article.pk, article.unit_id, by, now)
    if is_typing and hold.user_id == by.user_id:
        hold.active_at = now
        hold.save(update_fields=["active_at"])
    return hold


@transaction.atomic
def let_go(*, by: Actor, article_id: int) -> None:
    """Close the article; of another person's nothing changes. Raises NotFound, Forbidden."""
    _article, by = lock_to_edit(by, article_id)
    Hold.objects.filter(article=article_id, user=by.user_id).delete()


@transaction.atomic
def ask(*, by: Actor, article_id: int, now: datetime) -> None:
    """Ask the holder to hand over; who asks again while the time runs changes nothing.

    Raises NotFound, Forbidden.
    """
    _article, by = lock_to_edit(by, article_id)
    hold = _of(article_id)
    if hold is None or hold.user_id == by.user_id or hold.is_asked():
        return
    hold.asked_by_id, hold.asked_at, hold.refused_at = by.user_id, now, None
    hold.save(update_fields=["asked_by", "asked_at", "refused_at"])


@transaction.atomic
def answer(*, by: Actor, article_id: int, hands_over: bool, now: datetime) -> None:
    """The holder hands over, or goes on; without a question nothing changes. Raises NotFound, Forbidden."""
    article, by = lock_to_edit(by, article_id)
    hold = _of(article_id)
    if hold is None or hold.user_id != by.user_id or not hold.is_asked():
        return
    if not hands_over:
        hold.refused_at = now
        hold.save(update_fields=["refused_at"])
        return
    receiver = hold.asked_by_id
    hold.delete()
    Hold.objects.create(article=article, unit_id=article.unit_id, user_id=receiver, since=now, active_at=now)
    record("newsroom.handed_over", article, by=by, now=now, to=receiver)


@transaction.atomic
def take_over(*, by: Actor, article_id: int, now: datetime) -> Hold:
    """Go on in place of somebody who is idle or did not answer; what they stored stays a version.

    A repeated call changes nothing. Raises NotFound, and Forbidden while the holder types.
    """
    article, by = lock_to_edit(by, article_id)
    hold = _of(article_id)
    if hold is not None:
        if hold.user_id == by.user_id:
            return hold
        if not hold.may_be_taken(by.user_id, now):
            raise Forbidden
        record("newsroom.taken_over", article, by=by, now=now, holder=hold.user_id)
        hold.delete()
    return _begin(article.pk, article.unit_id, by, now)


def _of(article_id: int) -> Hold | None:
    found: Hold | None = Hold.objects.filter(article=article_id).first()
    return found


def _begin(article_id: int, unit_id: int, by: Actor, now: datetime) -> Hold:
    begun: Hold = Hold.objects.create(
        article_id=article_id, unit_id=unit_id, user_id=by.user_id, since=now, active_at=now
    )
    return begun
