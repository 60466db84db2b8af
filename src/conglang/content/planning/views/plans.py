"""The plan of a year: its targets, what is done, planned and missing, and the form of a new version."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ui.sent import take_errors
from conglang.content.planning import queries
from conglang.content.planning.forms import TargetForm
from conglang.content.planning.models import Plan, Target
from conglang.content.planning.permissions import APPROVE, PLAN, READ
from conglang.content.planning.queries import Period
from conglang.content.planning.rules import MONTHS, Gap, by_month
from conglang.content.planning.services.plan import approve_plan, begin_plan, drop_target, set_target
from conglang.content.planning.views.framing import (
    COMING,
    MOST_KEY,
    Here,
    columns,
    figure,
    frame,
    here,
    items_url,
    month_head,
    tell_refusal,
    whole,
)
from conglang.kernel.clock import now as clock_now


@needs(READ)
def plan(request: HttpRequest) -> HttpResponse:
    """The approved plan with its gaps by target and by month; the version that is being written below it."""
    place = here(request)
    held, draft = (find(place.unit.pk, place.year) for find in (queries.plan_of, queries.draft_of))
    sent = request.POST if request.method == "POST" else None
    form = TargetForm(sent if sent and "least" in sent else None, unit=place.unit, now=clock_now())
    if sent is not None:
        answer = _act(request, place, draft, form)
        if answer is not None:
            return answer
    by = place.by
    context = frame(place, "plan") | {
        "plan": held,
        "columns": columns(
            _("Target"), _("Wanted"), _("Done"), _("Planned"), _("Missing"), _("At this pace")
        ),
        "rows": [_row(place, line, gap) for line, gap in queries.gaps(held, place.today)] if held else [],
        "month_columns": columns(
            _("Month by month"), *(month_head(month) for month in MONTHS), _("Whole year")
        ),
        "month_rows": _months(place),
        "draft": draft,
        "lines": [(line, _wanted(line)) for line in draft.targets.select_related("theme")] if draft else [],
        "form": form if draft and place.may(PLAN) else None,
        "may_begin": draft is None and place.may(PLAN),
        "may_approve": draft is not None and place.may(APPROVE) and by.user_id not in draft.hands,
        "seen": draft.changed_at.isoformat() if draft else "",
    }
    return render(request, "planning/plan.html", context, status=422 if form.errors else 200)


def _row(place: Here, line: Target, gap: Gap) -> list[Any]:
    period = Period(*gap.aim.days(place.year))
    sort = {"loai": line.kind} | ({"theme": line.theme_id} if line.theme_id else {})
    done, coming = (items_url(place, period, **sort, **more) for more in ({}, {"muc": COMING}))
    missing = format_html("<strong>{}</strong>", gap.missing) if gap.missing else "0"
    projected = "–" if gap.projected is None else gap.projected
    return [line, _wanted(line), figure(gap.done, done), figure(gap.planned, coming), missing, projected]


def _wanted(line: Target) -> str:
    return f"{line.least}–{line.most}" if line.most else f"≥ {line.least}"


def _months(place: Here) -> list[list[Any]]:
    """What was published in each month and what is to come, each number with its items behind it."""
    unit_id, year = place.unit.pk, place.year
    coming = {"muc": COMING}
    found: list[Any] = [(_("Done"), {}, queries.heaps), (_("Planned"), coming, queries.planned)]
    rows = []
    for title, more, read in found:
        numbers = by_month(read(unit_id, year))
        cells = [
            figure(n, items_url(place, Period.of_month(year, month), **more)) for month, n in numbers.items()
        ]
        rows.append(
            [title, *cells, figure(sum(numbers.values()), items_url(place, Period.of_year(year), **more))]
        )
    return rows


def _act(request: HttpRequest, place: Here, draft: Plan | None, form: TargetForm) -> HttpResponse | None:
    """What a button asks for; None shows the form of a line again with its faults."""
    sent, by, now = request.POST, place.by, clock_now()
    require(by, APPROVE if "duyet" in sent else PLAN, place.unit)
    try:
        if "can-cu" in sent:
            begin_plan(by=by, unit_id=place.unit.pk, year=place.year, basis=sent["can-cu"], now=now)
        elif draft is None:
            raise NotFound
        elif "duyet" in sent:
            approve_plan(by=by, plan_id=draft.pk, seen=_instant(sent["duyet"]), now=now)
        elif "bo" in sent:
            target_id = whole(sent["bo"], 1, MOST_KEY) or 0
            drop_target(by=by, plan_id=draft.pk, target_id=target_id, now=now)
        elif form.is_valid():
            set_target(by=by, plan_id=draft.pk, target=form.save(commit=False), now=now)
        else:
            return None
    except ValidationError as refused:
        if form.is_bound:
            take_errors(form, refused)
            return None
        tell_refusal(request, refused)
    else:
        messages.success(request, _("The plan is stored."))
    return redirect(reverse("planning:plan") + place.query())


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise NotFound from None
