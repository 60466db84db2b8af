"""Bring in many files at once; somebody else approves what became of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.content.newsroom.labels import explain
from conglang.content.newsroom.models import (
    WORKING,
    BatchStatus,
    ImportBatch,
    ItemStatus,
)
from conglang.content.newsroom.services.approve_batch import OwnImport, approve_batch
from conglang.content.newsroom.services.cancel_import import cancel_import
from conglang.content.newsroom.services.receive_file import IncomingFile
from conglang.content.newsroom.services.start_import import start_import
from conglang.content.newsroom.services.submit_batch import NotReady, submit_batch
from conglang.kernel.clock import now as clock_now
from conglang.workspace.forms import BatchApprovalForm, ImportForm

IMPORT, APPROVE, READ = "newsroom.import", "newsroom.approve", "newsroom.read"
PER_PAGE = 20
ITEMS_PER_PAGE = 100
CANCELLABLE = {BatchStatus.RECEIVING, BatchStatus.RUNNING, BatchStatus.IMPORTED, BatchStatus.SUBMITTED}

TONES = {
    ItemStatus.DRAFT: "info",
    ItemStatus.APPROVED: "success",
    ItemStatus.REFUSED: "danger",
    ItemStatus.DUPLICATE: "warning",
}


@needs(READ)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Imports of the units in reach, the newest first."""
    by = actor_of(request)
    # a single file sent by the writing form is read at once and is no import to follow
    rows = ImportBatch.objects.exclude(started_at=F("finished_at")).select_related("section", "by")
    counted = rows.annotate(
        files=Count("items"), refused=Count("items", filter=Q(items__status=ItemStatus.REFUSED))
    )
    page = Paginator(counted.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/imports.html", {"page": page, "may_import": by.may_somewhere(IMPORT)})


@needs(IMPORT)
def new_import(request: HttpRequest) -> HttpResponse:
    """Choose the section and the files; reading goes on behind the page."""
    by = actor_of(request)
    form = ImportForm(request.POST or None, request.FILES or None, unit_id=by.unit_id or 0)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        begun = start_import(
            by=by,
            section_id=given["section"].pk,
            source_name=given["source_name"] or _("Files sent by %(person)s") % {"person": by.name},
            files=[IncomingFile(upload.name, upload) for upload in given["files"]],
            now=clock_now(),
        )
        return redirect("workspace:import_batch", pk=begun.pk)
    return render(request, "workspace/new_import.html", {"form": form}, status=422 if form.errors else 200)


@needs(READ)
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the import is, what became of each file, and what the person may do."""
    return _show(request, _batch(actor_of(request), pk), BatchApprovalForm())


@needs(READ)
@require_safe
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """What progress.js asks for."""
    found = _batch(actor_of(request), pk)
    done, total = _done(found)
    finished = found.status not in WORKING
    next_url = reverse("workspace:import_batch", args=[pk])
    return JsonResponse(
        {"done": done, "total": total, "note": "", "finished": finished, "next_url": next_url}
    )


@needs(READ)
@require_POST
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Submit, approve under a decision, or cancel a whole import."""
    by, now = actor_of(request), clock_now()
    found = _batch(by, pk)
    try:
        if slug == "gui-duyet":
            submit_batch(by=by, batch_id=pk, now=now)
            messages.success(request, _("The drafts were submitted. Another person has to approve them."))
        elif slug == "phe-duyet":
            form = BatchApprovalForm(request.POST)
            if not form.is_valid():
                return _show(request, found, form, status=422)
            approve_batch(by=by, batch_id=pk, decision=form.cleaned_data["decision"], now=now)
            messages.success(request, _("The approval was ordered. The articles become public one by one."))
        elif slug == "huy":
            cancel_import(by=by, batch_id=pk, now=now)
            messages.success(request, _("The import was cancelled. Drafts that were made stay drafts."))
        else:
            raise Http404
    except OwnImport:
        messages.error(request, _("You imported these files, so another person has to approve them."))
    except NotReady:
        messages.error(request, _("The import is not at the stage for this. Please look at it again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("workspace:import_batch", pk=pk)


def _batch(by: Actor, pk: int) -> ImportBatch:
    found: ImportBatch | None = (
        ImportBatch.objects.filter(pk=pk).select_related("section", "unit", "by", "approved_by").first()
    )
    if found is None:
        raise NotFound
    require(by, READ, found)
    return found


def _done(found: ImportBatch) -> tuple[int, int]:
    """How many files the running work has behind it, of how many."""
    counts = dict(found.items.values_list("status").annotate(Count("pk")))
    if found.status == BatchStatus.APPROVING:
        left, finished = counts.get(ItemStatus.DRAFT, 0), counts.get(ItemStatus.APPROVED, 0)
        return finished, left + finished
    total = sum(counts.values())
    return total - counts.get(ItemStatus.WAITING, 0), total


def _show(
    request: HttpRequest, found: ImportBatch, form: BatchApprovalForm, status: int = 200
) -> HttpResponse:
    by = actor_of(request)
    done, total = _done(found)
    items = found.items.select_related("article").order_by("pk")
    page = Paginator(items, ITEMS_PER_PAGE).get_page(request.GET.get("page"))
    mine = found.by_id == by.user_id
    context = {
        "batch": found,
        "form": form,
        "done": done,
        "total": total,
        "summary": _summary(found),
        "page": page,
        "rows": [(item, [explain(problem) for problem in item.problems]) for item in page],
        "is_working": found.status in WORKING,
        "may_submit": found.status == BatchStatus.IMPORTED and by.may(IMPORT, found.unit_id),
        "may_approve": found.status == BatchStatus.SUBMITTED and by.may(APPROVE, found.unit_id) and not mine,
        "waits_for_another": found.status == BatchStatus.SUBMITTED and mine,
        "may_cancel": found.status in CANCELLABLE and by.may(IMPORT, found.unit_id),
    }
    return render(request, "workspace/import_batch.html", context, status=status)


def _summary(found: ImportBatch) -> list[dict[str, Any]]:
    counts = dict(found.items.values_list("status").annotate(Count("pk")))
    return [
        {"label": ItemStatus(name).label, "count": count, "tone": TONES.get(ItemStatus(name), "")}
        for name, count in sorted(counts.items())
    ]
