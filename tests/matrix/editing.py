"""What people say about an article without changing it, and who had it open."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.consents import Side
from conglang.content.newsroom.holds import Hold
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.agree_to_reuse import agree_to_reuse
from conglang.kernel.proofreading import Kind
from conglang.tools.approval import services

if TYPE_CHECKING:
    from tests.matrix.places import Place

REMARK = "newsroom.remark"


def speak_of_articles(place: "Place", now: datetime) -> None:
    """About each draft a remark and a kept wording; the committee agrees to the use of the public one."""
    head, leader = place.actor(Role.HEAD_EDITOR), place.actor(Role.COMMUNE_LEADER)
    with use_scope(head.scope):
        for item in Article.objects.filter(unit=place.unit, live=False):
            # left open an hour ago, so that it is in nobody's way here
            Hold.objects.create(
                article=item, unit=place.unit, user_id=head.user_id,
                since=now - timedelta(hours=2), active_at=now - timedelta(hours=1),
            )  # fmt: skip
            services.remark(item=item, permission=REMARK, text=f"Ghi chú {place.hidden}", by=head, now=now)
            services.keep_wording(
                item=item, permission=REMARK, kind=Kind.SYLLABLE, words=place.hidden, by=head, now=now
            )
    with use_scope(leader.scope):
        for free in Article.objects.filter(unit=place.unit, live=True, reuse="free"):
            decision = f"Văn bản {place.hidden}"
            agree_to_reuse(by=leader, article_id=free.pk, side=Side.COMMITTEE, decision=decision, now=now)
