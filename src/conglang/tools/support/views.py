"""Difficulties on the desk: report one, see what became of it, answer, see how it goes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs, signed_in
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.ui.sent import uid_of
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.support import queries
from conglang.tools.support.forms import AnswerForm, ReportForm
from conglang.tools.support.permissions import READ, REPORT
from conglang.tools.support.rules import State
from conglang.tools.support.services.report import report
from conglang.tools.support.services.settle import answer, hand_up, note_read

PER_PAGE = 30
SCREEN = "trang"  # key of an address: where somebody came from


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One's own difficulties, those that wait for one's answer, and how all are answered."""
    by = actor_of(request)
    sees = by.may_somewhere(READ)
    rows = queries.lately(by) if sees else queries.mine(by)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": queries.waiting_for(by)[:PER_PAGE],
        "figures": queries.figures_for(by) if sees else None,
        "may_report": by.may(REPORT, by.unit_id),
        "today": local_day(clock_now()),
    }
    return render(request, "support/overview.html", context)


@needs(REPORT)
def new(request: HttpRequest) -> HttpResponse:
    """Report one; the form carries its future id, so that sending it twice makes one."""
    by = actor_of(request)
    if by.unit_id is None or not by.may(REPORT, by.unit_id):
        raise Forbidden
    began = {"screen": request.GET.get(SCREEN, "")[:300]}
    form = ReportForm(request.POST or None, request.FILES or None, initial=began)
    uid = uid_of(request.POST.get("uid"))
    if request.method == "POST" and form.is_valid():
        given = dict[str, Any](form.cleaned_data)
        given["picture"] = given["picture"] or None
        row = report(by=by, unit_id=by.unit_id, uid=uid, now=clock_now(), **given)
        messages.success(request, _("Thank you. The administrator of your unit answers here."))
        return redirect("support:difficulty", pk=row.pk)
    status = 422 if form.errors else 200
    return render(request, "support/new.html", {"form": form, "uid": uid}, status=status)


@signed_in
def difficulty(request: HttpRequest, pk: int) -> HttpResponse:
    """One difficulty; `do` answers it or hands it up."""
    by, now = actor_of(request), clock_now()
    row = queries.find(by, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        wish = request.POST.get("do", "")
        if wish not in {"answer", "hand-up"} or not queries.may_answer(by, row):
            raise Forbidden
        if form.is_valid():
            words = form.cleaned_data["words"]
            try:
                if wish == "answer":
                    answer(by=by, difficulty_id=pk, text=words, now=now)
                    messages.success(request, _("The answer stands on their page."))
                else:
                    hand_up(by=by, difficulty_id=pk, note=words, now=now)
                    messages.success(request, _("The province answers within three working days."))
            except ValidationError as refused:
                form.add_error("words", refused)
            else:
                return redirect("support:difficulty", pk=pk)
    note_read(row, by, now)
    may_answer = queries.may_answer(by, row)
    context = {
        "row": row,
        "form": form if may_answer else None,
        "may_hand_up": may_answer and row.state == State.OPEN,
        "is_late": row.answered_at is None and row.due_on < local_day(now),
    }
    return render(request, "support/difficulty.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture of a difficulty, to be saved or looked at by those who see it."""
    row = queries.find(actor_of(request), pk)
    if not row.picture:
        raise NotFound
    sent = FileResponse(row.picture.open("rb"), filename=f"kho-khan-{pk}.{row.picture_extension}")
    sent["Cache-Control"] = "private, no-store"
    sent["X-Content-Type-Options"] = "nosniff"
    sent["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return sent
