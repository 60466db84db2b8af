"""How articles and local remarks stand in the desk's lists; their pages are the desk's own."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conglang.content.newsroom.models import Article
from conglang.content.newsroom.routes import NAMED
from conglang.tools.approval import ways
from conglang.tools.approval.kinds import Line, register
from conglang.tools.approval.screens import Screen
from conglang.tools.distribution.models import APPROVE, LocalRemark
from conglang.tools.distribution.permissions import READ, REMARK


def lines(keys: Sequence[int]) -> Mapping[int, Line]:
    """Articles with their section and author; what a list does not show is not read."""
    rows = Article.objects.filter(pk__in=keys).select_related("section").only("section__title", "author_name")
    return {
        row.pk: Line(reverse("workspace:item", args=[row.pk]), f"{row.section.title} · {row.author_name}")
        for row in rows
    }


def remark_lines(keys: Sequence[int]) -> Mapping[int, Line]:
    """Remarks with what they are."""
    found = LocalRemark.objects.filter(pk__in=keys).values_list("pk", flat=True)
    return {pk: Line(reverse("workspace:remark", args=[pk]), gettext("Local remark")) for pk in found}


REMARKS = Screen(
    model=LocalRemark,
    read=READ,
    write=REMARK,
    content="workspace/remark_shown.html",
    item="workspace:remark",
    change="workspace:change_remark",
    command="workspace:remark_command",
    index="workspace:received",
    steps={APPROVE: _("Approval")},
)
"""Where a remark is read and decided."""

register(Article, _("article"), lines)
register(LocalRemark, _("local remark"), remark_lines)
ways.register(Article, NAMED)
