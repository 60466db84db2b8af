"""Many files at once become drafts: bringing them in, and what became of each."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import OTHER_UNIT, units_to_choose
from conglang.base.ui.sent import sent, typed
from conglang.content.documents.forms import DropForm
from conglang.content.documents.kinds import SCREEN
from conglang.content.documents.models import IN_WORK, Drop, DroppedFile, FileState
from conglang.content.documents.permissions import WRITE
from conglang.content.documents.queries import drops, to_check
from conglang.content.documents.services.bring_in import bring_in
from conglang.content.documents.services.enter_by_hand import enter_by_hand
from conglang.kernel.clock import now as clock_now
from conglang.tools.media import ocr

LAST, PER_PAGE = 10, 100
TONES = {
    FileState.WAITING: "",
    FileState.PAGES: "",
    FileState.DRAFT: "success",
    FileState.KNOWN: "info",
    FileState.REFUSED: "warning",
    FileState.STOPPED: "danger",
}


@needs(WRITE)
def drop_files(request: HttpRequest) -> HttpResponse:
    """Take the files; the last ones that were brought in are listed."""
    by = actor_of(request)
    unit, units = units_to_choose(request, by, WRITE)
    form = DropForm(*sent(request))
    if OTHER_UNIT in request.POST:
        form = DropForm(initial=typed(request, form))
    elif request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        drop = bring_in(
            by=by,
            unit_id=unit.pk,
            files=given["files"] + given["folder"],
            name=given["name"],
            now=clock_now(),
        )
        return redirect("documents:dropped", pk=drop.pk)
    context = {
        "form": form,
        "unit": unit,
        "units": units,
        "drops": drops(unit.pk)[:LAST],
        "back_url": reverse(SCREEN.index),
    }
    return render(request, "documents/drop.html", context, status=422 if form.errors else 200)


@needs(WRITE)
def dropped(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each file; a page that asks for JSON learns how far the work is.

    A POST with `file` enters a file that waits for its pages by hand.
    """
    by = actor_of(request)
    drop = _drop(by, pk)
    if request.method == "POST":
        key = request.POST.get("file", "")
        row = enter_by_hand(by=by, file_id=int(key) if key.isdecimal() else 0, now=clock_now())
        return redirect("documents:check", pk=row.document_id)
    counts = {
        FileState(state): number for state, number in drop.files.values_list("state").annotate(Count("pk"))
    }
    total = sum(counts.values())
    left = sum(counts.get(state, 0) for state in IN_WORK)
    own_url = reverse("documents:dropped", args=[pk])
    if "application/json" in request.headers.get("Accept", ""):
        found = {"done": total - left, "total": total, "note": "", "finished": not left, "next_url": own_url}
        return JsonResponse(found)
    page = Paginator(drop.files.select_related("document"), PER_PAGE).get_page(request.GET.get("page"))
    first = to_check(drop.pk)
    context = {
        "drop": drop,
        "done": total - left,
        "total": total,
        "left": left,
        "own_url": own_url,
        "summary": [(state.label, TONES[state], counts[state]) for state in FileState if state in counts],
        "waits_for_program": bool(counts.get(FileState.PAGES)) and not ocr.is_installed(),
        "page": page,
        "rows": [_row(row) for row in page],
        "check_url": reverse("documents:check", args=[first.pk]) if first else "",
        "back_url": reverse("documents:drop"),
    }
    return render(request, "documents/dropped.html", context)


def _drop(by: Actor, pk: int) -> Drop:
    drop: Drop | None = Drop.objects.select_related("unit", "by").filter(pk=pk).first()
    if drop is None:
        raise NotFound
    require(by, WRITE, drop)
    return drop


def _row(row: DroppedFile) -> dict[str, Any]:
    document = row.document
    is_open = document is not None and row.state == FileState.DRAFT and bool(document.reading)
    doubtful = [each for each in document.reading.values() if each["certainty"] != "sure"] if document else []
    return {
        "file": row,
        "tone": TONES[FileState(row.state)],
        "document": document,
        "url": SCREEN.url(document.pk) if document else "",
        "check_url": reverse("documents:check", args=[document.pk]) if document and is_open else "",
        "doubtful": len(doubtful),
        "may_enter": row.state == FileState.PAGES,
    }
