"""Several files at once become drafts; what was read is checked on each draft's own form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.content.documents.forms import DropForm
from conglang.content.documents.kinds import SCREEN
from conglang.content.documents.permissions import WRITE
from conglang.content.documents.places import unit_of
from conglang.content.documents.services.receive import Received, receive_files
from conglang.kernel.clock import now as clock_now


@needs(WRITE)
def drop_files(request: HttpRequest) -> HttpResponse:
    """Take the files and tell what became of each."""
    by = actor_of(request)
    unit, units = unit_of(request, by)
    form = DropForm(request.POST, request.FILES) if request.method == "POST" else DropForm()
    received: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["files"]
        found = receive_files(by=by, unit_id=unit.pk, files=files, now=clock_now())
        received = [_row(each) for each in found]
        form = DropForm()
    context = {
        "form": form,
        "unit": unit,
        "units": units,
        "received": received,
        "back_url": reverse(SCREEN.index),
    }
    return render(request, "documents/drop.html", context, status=422 if form.errors else 200)


def _row(each: Received) -> dict[str, Any]:
    return {
        "received": each,
        "url": reverse("documents:change", args=[each.draft.pk]) if each.draft else "",
        "known_url": SCREEN.url(each.known.pk) if each.known else "",
        "doubtful": [row for row in each.draft.reading.values() if row["certainty"] != "sure"]
        if each.draft
        else [],
    }
