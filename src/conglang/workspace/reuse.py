"""Who agreed to the use of an article elsewhere, as the sheet shows it, and how somebody agrees there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.content.newsroom.consents import ReuseConsent, Side
from conglang.content.newsroom.models import Article, Reuse
from conglang.content.newsroom.queries import consents
from conglang.content.newsroom.services.agree_to_reuse import PERMISSIONS, agree_to_reuse, end_consent
from conglang.tools.approval.publishable import Publishable


@dataclass(frozen=True)
class SideRow:
    """One side with its consent, and whether this person speaks for it."""

    side: Side
    consent: ReuseConsent | None
    may_decide: bool


def sides_of(item: Publishable, by: Actor) -> Iterator[SideRow]:
    """Both sides, for a public article that says it may be used elsewhere."""
    if isinstance(item, Article) and item.live and item.reuse == Reuse.FREE:
        present = consents(item)
        for side in Side:
            yield SideRow(side, present.get(side), by.may(PERMISSIONS[side], item.unit_id))


def decide(item: Publishable, by: Actor, side: str, decision: str, now: datetime) -> bool:
    """Agree for a side, or agree no longer where it did; whether it agrees now. Raises ValidationError."""
    if not isinstance(item, Article) or side not in Side.values:
        raise NotFound
    if consents(item).get(Side(side)):
        end_consent(by=by, article_id=item.pk, side=Side(side), now=now)
        return False
    agree_to_reuse(by=by, article_id=item.pk, side=Side(side), decision=decision, now=now)
    return True
