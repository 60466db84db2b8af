"""How articles stand in the desk's lists; their pages are the desk's own."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conglang.content.newsroom.models import Article
from conglang.content.newsroom.routes import NAMED
from conglang.tools.approval import ways
from conglang.tools.approval.kinds import Line, register


def lines(keys: Sequence[int]) -> Mapping[int, Line]:
    """Articles with their section and author; what a list does not show is not read."""
    rows = Article.objects.filter(pk__in=keys).select_related("section").only("section__title", "author_name")
    return {
        row.pk: Line(reverse("workspace:item", args=[row.pk]), f"{row.section.title} · {row.author_name}")
        for row in rows
    }


register(Article, _("article"), lines)
ways.register(Article, NAMED)
