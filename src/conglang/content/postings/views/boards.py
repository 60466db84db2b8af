"""The log of the boards: what hangs where, a line more, and the records of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ui.sent import take_errors
from conglang.content.postings import queries
from conglang.content.postings.forms import SightingForm
from conglang.content.postings.kinds import SCREEN
from conglang.content.postings.models import Posting
from conglang.content.postings.permissions import READ, WRITE
from conglang.content.postings.records import BEGUN, ENDED, record_of
from conglang.content.postings.services.log import log_sighting
from conglang.content.postings.services.strike import strike
from conglang.kernel.clock import now as clock_now
from conglang.tools.media.rules import Unacceptable
from conglang.tools.papers import download

RECORDS = {BEGUN, ENDED}
FORMS = ("docx", "pdf")


@needs(READ)
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """The boards of a posting; `?bien-ban=` with `dang=` gives a record as a file."""
    by = actor_of(request)
    row: Posting = SCREEN.find(by, pk)
    if request.GET.get("bien-ban") in RECORDS and request.method != "POST":
        return _record(row, request.GET["bien-ban"], request.GET.get("dang", ""))
    boards = queries.boards(row)
    may_write = by.may(WRITE, row.unit_id) and row.first_published_at is not None
    form = _form(request, boards) if may_write else None
    if request.method == "POST":
        require(by, WRITE, row)
        if form is None:
            raise NotFound
        if "strike" in request.POST:
            return _strike(request, row)
        if form.is_valid() and _add(by, row, form):
            messages.success(request, _("The line stands in the log."))
            return redirect("postings:log", pk=pk)
    context = {
        "posting": row,
        "boards": boards,
        "form": form,
        "least": queries.least_days(row.unit, row.sort, row.starts_on),
        "records": [(which, form_) for which in _records(row) for form_ in FORMS],
        "back_url": SCREEN.url(pk),
    }
    return render(request, "postings/log.html", context, status=422 if form and form.errors else 200)


def _form(request: HttpRequest, boards: list[queries.Board]) -> SightingForm:
    places = [board.place for board in boards]
    if request.method == "POST" and "strike" not in request.POST:
        return SightingForm(request.POST, request.FILES, places=places)
    return SightingForm(places=places, initial={"at": clock_now(), "who": actor_of(request).name})


def _add(by: Any, row: Posting, form: SightingForm) -> bool:
    try:
        log_sighting(by=by, posting_id=row.pk, seen=form.seen(), now=clock_now())
    except Unacceptable as refusal:
        form.add_error("photo", str(refusal.reason.label))
    except ValidationError as refused:
        take_errors(form, refused)
    else:
        return True
    return False


def _strike(request: HttpRequest, row: Posting) -> HttpResponse:
    pk = request.POST["strike"]
    line_id = int(pk) if pk.isdecimal() else 0
    try:
        strike(
            by=actor_of(request),
            posting_id=row.pk,
            line_id=line_id,
            reason=request.POST.get("why", ""),
            now=clock_now(),
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The line was struck out."))
    return redirect("postings:log", pk=row.pk)


def _records(row: Posting) -> list[str]:
    return [which for which in (BEGUN, ENDED) if record_of(row, which) is not None]


def _record(row: Posting, which: str, extension: str) -> HttpResponse:
    sheet = record_of(row, which)
    if sheet is None or extension not in FORMS:
        raise NotFound
    return download(sheet, extension, f"bien-ban-{which}-{row.title[:60]}")
