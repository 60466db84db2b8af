"""What people need to tell of a public article on the unit's other official channels (N12)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.content.newsroom.models import Article
from conglang.tools.approval.offers import offer
from conglang.tools.approval.publishable import Publishable
from conglang.tools.media.sharing import SHAPES, cut
from conglang.tools.pages import front
from conglang.workspace.views.items import article_in_reach, public_url

NAMES: dict[str, Promise] = {
    "ngang": gettext_lazy("Wide, for a link's preview"),
    "vuong": gettext_lazy("Square, for a post"),
    "doc": gettext_lazy("Tall, for a story"),
}


@needs("newsroom.read")
@require_safe
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """The approved text, its address without trackers, and its picture in the sizes of other pages."""
    article = article_in_reach(actor_of(request), pk)
    if not article.live:
        raise NotFound
    if shape := request.GET.get("anh"):
        return _picture(article, shape)
    address = public_url(request, article)
    context = {
        "article": article,
        "post": "\n\n".join(filter(None, [article.title, article.summary, address])),
        "address": address,
        "pictures": [(key, NAMES[key], *SHAPES[key]) for key in SHAPES] if article.lead else [],
        "channels": [each for each in front.channels(article.unit) if each.url],
    }
    return render(request, "workspace/share.html", context)


def _picture(article: Article, shape: str) -> HttpResponse:
    if shape not in SHAPES or article.lead is None:
        raise NotFound
    name = f"{slugify(article.title)[:60] or article.pk}-{shape}.jpg"
    told = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(cut(article.lead, shape), content_type="image/jpeg", headers=told)


@offer
def share_it(item: Publishable, _by: Actor) -> tuple[str, str] | None:
    """The way there, on the page of a public article."""
    if not isinstance(item, Article) or not item.live:
        return None
    return _("Share on official pages"), reverse("workspace:share", args=[item.pk])
