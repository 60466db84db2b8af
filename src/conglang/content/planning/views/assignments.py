"""Who writes what by when, and one assignment with the item that was written for it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from conglang.base.accounts.audience import needs
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ui.formats import vn_date
from conglang.base.ui.sent import take_errors
from conglang.content.planning import queries
from conglang.content.planning.forms import AssignmentForm, LinkForm
from conglang.content.planning.models import Assignment
from conglang.content.planning.permissions import PLAN, READ
from conglang.content.planning.queries import Period
from conglang.content.planning.services.assign import drop, give, link
from conglang.content.planning.views.framing import Here, frame, here, tell_refusal
from conglang.content.planning.wording import standing
from conglang.kernel.clock import now as clock_now


@needs(READ)
def assignments(request: HttpRequest) -> HttpResponse:
    """Everything that is to be written in the year, the next day first; below it the form of a new one."""
    place, now = here(request), clock_now()
    form = AssignmentForm(request.POST if request.method == "POST" else None, unit=place.unit, now=now)
    if request.method == "POST":
        require(place.by, PLAN, place.unit)
        if form.is_valid():
            try:
                row = form.save(commit=False)
                due_on = form.cleaned_data["due_on"]
                give(by=place.by, unit_id=place.unit.pk, assignment=row, due_on=due_on, now=now)
            except ValidationError as refused:
                take_errors(form, refused)
            else:
                messages.success(request, _("It is assigned. Whoever writes it was told."))
                return redirect(reverse("planning:assignments") + place.query())
    rows = queries.assignments([place.unit.pk], Period.of_year(place.year))
    context = frame(place, "assignments") | {
        "columns": [{"label": label, "number": False} for label in _heads()],
        "rows": [_row(place, row) for row in rows],
        "form": form if place.may(PLAN) else None,
    }
    return render(request, "planning/assignments.html", context, status=422 if form.errors else 200)


def _heads() -> tuple[str, ...]:
    return _("What is written about"), _("Who writes it"), _("Handed in by"), _("State"), _("Theme")


def _row(place: Here, row: Assignment) -> list[Any]:
    url = reverse("planning:assignment", args=[row.pk])
    title = format_html('<a href="{}">{}</a>', url, row.title)
    who = row.person or row.department
    about = f"{who} ({row.hamlet})" if row.hamlet else str(who)
    due_on = row.duty.due_on if row.duty else None
    return [title, about, vn_date(due_on) if due_on else "–", standing(row, clock_now()), row.theme or "–"]


@needs(READ)
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """One assignment: whoever writes it names the item, whoever plans can take it back."""
    rows = Assignment.objects.select_related(
        "duty", "person", "department", "hamlet", "theme", "unit", "article"
    )
    row: Assignment | None = rows.defer("article__body").filter(pk=pk).first()
    place = here(request)
    if row is None:
        raise NotFound
    require(place.by, READ, row)
    form = _link_form(request, row)
    if request.method == "POST":
        return _act(request, row, form)
    duty = row.duty
    context = frame(Here(place.by, row.unit, place.year, place.today), "assignments") | {
        "row": row,
        "standing": standing(row, clock_now()),
        "is_open": duty is not None and not duty.is_closed,
        "duty_url": reverse("duties:duty", args=[duty.pk]) if duty else "",
        "article_url": reverse("workspace:item", args=[row.article_id]) if row.article_id else "",
        "form": form,
        "may_drop": place.by.may(PLAN, row.unit_id),
    }
    return render(request, "planning/assignment.html", context)


def _link_form(request: HttpRequest, row: Assignment) -> LinkForm:
    sent = request.POST if "article" in request.POST else None
    return LinkForm(sent, user=User(pk=request.user.pk), unit_id=row.unit_id)


def _act(request: HttpRequest, row: Assignment, form: LinkForm) -> HttpResponse:
    by, now = here(request).by, clock_now()
    try:
        if "ly-do" in request.POST:
            drop(by=by, assignment_id=row.pk, reason=request.POST["ly-do"], now=now)
            messages.success(request, _("Nobody waits for it any more."))
        elif form.is_valid():
            link(by=by, assignment_id=row.pk, article_id=form.cleaned_data["article"].pk, now=now)
            messages.success(request, _("The item is named. It is done when it is handed in for approval."))
        else:
            messages.error(request, _("Please choose the item that you wrote for it."))
    except ValidationError as refused:
        tell_refusal(request, refused)
    return redirect("planning:assignment", pk=row.pk)
