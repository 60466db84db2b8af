"""What people say about an article without changing it: remarks, kept words, consents."""

from datetime import datetime
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.consents import Side
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
            services.remark(item=item, permission=REMARK, text=f"Ghi chú {place.hidden}", by=head, now=now)
            services.keep_wording(
                item=item, permission=REMARK, kind=Kind.SYLLABLE, words=place.hidden, by=head, now=now
            )
    with use_scope(leader.scope):
        for free in Article.objects.filter(unit=place.unit, live=True, reuse="free"):
            decision = f"Văn bản {place.hidden}"
            agree_to_reuse(by=leader, article_id=free.pk, side=Side.COMMITTEE, decision=decision, now=now)
