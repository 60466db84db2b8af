"""Lists of cases: the work list, the figures whose numbers open their cases, the register of requests."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.units.models import Department
from conglang.citizens.cases.catalogue import followed, grounds
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.permissions import INTAKE, READ, READ_ALL
from conglang.citizens.cases.public_queries import cases_between, figures_between, group
from conglang.citizens.cases.queries import Wish, late_duty, worked_with
from conglang.citizens.cases.queries import work_list as wished
from conglang.citizens.cases.rules import OPEN, Outcome, Process
from conglang.citizens.cases.services.work import assign_many
from conglang.citizens.cases.wording import FIGURES, OUTCOMES, RATINGS, STATES, TONES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

PER_PAGE = 40
P = Process
TABS: dict[str, frozenset[Process]] = {
    "": OPEN | {P.REOPEN_ASKED},
    "moi": frozenset({P.WAITING, P.QUARANTINED, P.REOPEN_ASKED}),
    "dang-lam": frozenset({P.ACCEPTED, P.ASSIGNED, P.IN_PROGRESS, P.REOPENED, P.FORWARDED}),
    "cho-bo-sung": frozenset({P.ASKED}),
    "cho-duyet": frozenset({P.IN_REVIEW}),
    "da-xong": frozenset(P) - OPEN - {P.REOPEN_ASKED},
}
TAB, WORDS, STREAM, CATEGORY, LATE, MINE, GROUP, FIRST, LAST = (
    "tinh-trang", "tim", "loai", "linh-vuc", "qua-han", "cua-toi", "nhom", "tu", "den",
)  # fmt: skip


@needs(READ)
def work_list(request: HttpRequest) -> HttpResponse:
    """What the person works with, the most urgent first; POST gives the ticked ones to a department."""
    by, now = actor_of(request), clock_now()
    if request.method == "POST":
        return _give_out(request, by)
    asked = request.GET
    tab = asked.get(TAB, "") if asked.get(TAB, "") in TABS else ""
    wish = Wish(
        processes=TABS[tab] if not asked.get(GROUP) else (), stream=asked.get(STREAM, ""),
        category=asked.get(CATEGORY, ""), late=bool(asked.get(LATE)), words=asked.get(WORDS, "").strip()[:80],
        mine=bool(asked.get(MINE)),
    )  # fmt: skip
    rows = wished(by, wish, now)
    if asked.get(GROUP):
        first, last = _span(asked, now)
        chosen = cases_between(_units(by), first, last).filter(group(asked[GROUP], now))
        rows = rows.filter(pk__in=chosen.order_by().values("pk"))
    page = Paginator(rows, PER_PAGE).get_page(asked.get("page"))
    context = {
        "page": page,
        "rows": [(row, STATES[P(row.process)], TONES[P(row.process)], late_duty(row.answer_duty, now))
                 for row in page],
        "tabs": _tabs(tab),
        "wish": wish,
        "group": FIGURES.get(asked.get(GROUP, ""), ""),
        "streams": followed().values(),
        "departments": Department.objects.filter(unit=by.unit_id) if _is_office(by) else [],
        "may_enter": _is_office(by),
        "acting": by.unit_id,
    }  # fmt: skip
    return render(request, "cases/list.html", context)


def _is_office(by: Actor) -> bool:
    return by.may(INTAKE, by.unit_id)


def _give_out(request: HttpRequest, by: Actor) -> HttpResponse:
    keys = [int(key) for key in request.POST.getlist("case") if key.isascii() and key.isdigit()][:PER_PAGE]
    department = request.POST.get("department", "")
    try:
        found = int(department) if department.isascii() and department.isdigit() else None
        done = assign_many(by=by, case_ids=keys, department_id=found, now=clock_now())
        messages.success(request, _("%(number)s cases were given out.") % {"number": done})
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("cases:list")


def _tabs(current: str) -> list[dict[str, Any]]:
    labels = {
        "": _("All open"),
        "moi": _("To take in"),
        "dang-lam": _("At work"),
        "cho-bo-sung": _("Waiting for senders"),
        "cho-duyet": _("Waiting for approval"),
        "da-xong": _("Ended"),
    }
    return [
        {"label": label, "url": f"?{TAB}={key}" if key else "?", "current": key == current, "count": None}
        for key, label in labels.items()
    ]


def _units(by: Actor) -> list[int]:
    return [unit for unit in by.scope.readable or () if by.may(READ_ALL, unit)]


def _span(asked: Any, now: datetime) -> tuple[date, date]:
    """The days asked for; else this year so far."""
    today = local_day(now)
    found = []
    for key, usual in ((FIRST, date(today.year, 1, 1)), (LAST, today)):
        try:
            found.append(date.fromisoformat(asked.get(key, "")))
        except ValueError:
            found.append(usual)
    return found[0], found[1]


@needs(READ_ALL)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How a time went: every number opens its cases."""
    by, now = actor_of(request), clock_now()
    first, last = _span(request.GET, now)
    found = figures_between(_units(by), first, last, now)
    base = reverse("cases:list")
    span = {FIRST: first.isoformat(), LAST: last.isoformat()}
    context = {
        "first": first,
        "last": last,
        "found": found,
        "numbers": [(words, found.counts[key], f"{base}?{urlencode({GROUP: key, **span})}")
                    for key, words in FIGURES.items()],
        "ratings": [(RATINGS[level], number) for level, number in found.ratings.items()],
    }  # fmt: skip
    return render(request, "cases/figures.html", context)


@needs(READ_ALL)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of requests for information, as the decree wants it kept."""
    by, now = actor_of(request), clock_now()
    rows = worked_with(by, now).filter(stream="information").order_by("-received_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/register.html", {"page": page, "rows": [_line(row) for row in page]})


def _line(row: Case) -> dict[str, Any]:
    ground = grounds().get(row.refusal)
    extended = (
        row.answer_duty.extensions[-1]["until"] if row.answer_duty and row.answer_duty.extensions else ""
    )
    return {
        "row": row,
        "state": STATES[P(row.process)],
        "result": ground.name if ground else OUTCOMES[Outcome(row.outcome)] if row.outcome else "",
        "extended": date.fromisoformat(extended) if extended else None,
    }
