"""Lists of articles: one's own, and all of the unit."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.tools.approval.labels import STAGES
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.wording import TONES
from conglang.tools.pages.models import Section, SectionKind
from conglang.workspace import queries

PER_PAGE = 25
MAX_TEXT = 200  # characters


@needs("newsroom.write")
@require_safe
def my_articles(request: HttpRequest) -> HttpResponse:
    """What the person wrote, edited, imported or submitted."""
    user_id = actor_of(request).user_id
    return _list(request, user_id, _("My articles"))


@needs("newsroom.read")
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Every article of the units in reach."""
    return _list(request, None, _("All articles"))


def _list(request: HttpRequest, user_id: int | None, heading: str) -> HttpResponse:
    query = _query(request.GET, user_id)
    counts = queries.stage_counts(user_id)
    paginator: Paginator[Any] = Paginator(queries.keys(query), PER_PAGE)
    if not query.text and query.section_id is None:  # the tabs have counted already
        paginator.__dict__["count"] = counts[query.stage] if query.stage else sum(counts.values())
    page = paginator.get_page(request.GET.get("page"))
    # rows are joined for this page and not for all before it
    page.object_list = queries.articles(page.object_list)  # type: ignore[arg-type]
    context = {
        "heading": heading,
        "query": query,
        "page": page,
        "rows": [(article, _standing(article)) for article in page],
        "tabs": _tabs(request, counts, query),
        "sections": Section.objects.exclude(kind=SectionKind.GROUP).filter(unit=actor_of(request).unit_id),
        "several_units": len(actor_of(request).scope.readable or (1, 2)) > 1,
        "may_write": actor_of(request).may_somewhere("newsroom.write"),
    }
    return render(request, "workspace/articles.html", context)


def _query(given: QueryDict, user_id: int | None) -> queries.ListQuery:
    """What was asked for; nonsense in the address asks for nothing."""
    stage, section = given.get("trang-thai", ""), given.get("chuyen-muc", "")
    return queries.ListQuery(
        text=given.get("tu-khoa", "")[:MAX_TEXT].replace("\x00", "").strip(),
        stage=stage if stage in {each.value for each in Stage} else "",
        section_id=int(section) if section.isascii() and section.isdigit() and len(section) < 18 else None,
        user_id=user_id,
    )


def _standing(article: Any) -> dict[str, Any]:
    stage = Stage(article.stage)  # annotated by the query
    is_newer = article.live and stage is not Stage.PUBLISHED
    return {"label": STAGES[stage], "tone": TONES[stage], "is_newer": is_newer}


def _tabs(request: HttpRequest, counts: dict[str, int], query: queries.ListQuery) -> list[dict[str, Any]]:
    match = request.resolver_match
    here = reverse(match.view_name if match else "workspace:articles")
    tabs: list[dict[str, Any]] = [
        {"label": _("All"), "url": here, "current": not query.stage, "count": sum(counts.values())}
    ]
    for stage, label in STAGES.items():
        if counts[stage.value] or query.stage == stage.value:
            url = f"{here}?trang-thai={stage.value}"
            tab = {"label": label, "url": url, "current": query.stage == stage.value}
            tabs.append({**tab, "count": counts[stage.value]})
    return tabs
