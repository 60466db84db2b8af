"""Who follows the unit, in figures only, and what these readers were told."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conglang.base.accounts.audience import needs
from conglang.content.newsroom.queries import themes_of
from conglang.tools.notify.models import Way
from conglang.tools.notify.permissions import READ
from conglang.tools.notify.queries import hamlets_shown, readership, sendings_of
from conglang.tools.notify.rules import SMALLEST_SHOWN
from conglang.tools.pages.models import Section
from conglang.workspace.reach import reach

MOST_SENDINGS = 50


@needs(READ)
@require_safe
def readers(request: HttpRequest) -> HttpResponse:
    """Readers by topic and hamlet, and the newest sendings with what came of them."""
    where = reach(request, READ)
    found = readership(where.unit.pk)
    titles = dict(Section.objects.filter(unit=where.unit.pk).values_list("key", "title"))
    titles |= {f"chu-de/{theme.slug}": theme.title for theme in themes_of(where.unit)}
    context = {
        "reach": where,
        "ways": [(way.label, found.total.get(way.value)) for way in Way],
        "topics": [(titles.get(each.name, each.name), _cells(each.by_way)) for each in found.topics],
        "hamlets": [(each.name, _cells(each.by_way)) for each in found.hamlets],
        "smallest": SMALLEST_SHOWN,
        "sendings": [(each, *hamlets_shown(each)) for each in sendings_of([where.unit.pk])[:MOST_SENDINGS]],
    }
    return render(request, "workspace/readers.html", context)


def _cells(by_way: dict[str, int]) -> list[tuple[Any, int | None]]:
    return [(way.label, by_way.get(way.value)) for way in Way]
