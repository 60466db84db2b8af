"""Lists of cases: the work list in three looks, and the figures whose numbers open their cases."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Department, Unit
from conglang.citizens.cases.acting import PLAIN, act_on_many
from conglang.citizens.cases.catalogue import followed
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.permissions import APPROVE, HANDLE, INTAKE, READ, READ_ALL
from conglang.citizens.cases.public_queries import cases_between, counts_by_unit, figures_between, group
from conglang.citizens.cases.queries import Wish, late_duty, of_page
from conglang.citizens.cases.queries import work_list as wished
from conglang.citizens.cases.rules import OPEN, STEPS, Command, Process, Who
from conglang.citizens.cases.services.work import assign_many
from conglang.citizens.cases.views.plot import hamlets_of, plot
from conglang.citizens.cases.wording import COMMANDS, FIGURES, RATINGS, STATES, TONES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

PER_PAGE = 40
ON_A_BOARD = 12  # cases of a column; the rest is counted
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
LOOK, UNIT, HAMLET = "dang", "don-vi", "thon"
BOARD, MAP = "bang", "ban-do"
BY_UNIT = ("received", "answered", "in_time", "late", "open", "open_late")


@needs(READ)
def work_list(request: HttpRequest) -> HttpResponse:
    """What the person works with, the most urgent first; POST does one thing with the ticked ones."""
    by, now = actor_of(request), clock_now()
    if request.method == "POST":
        return _do_with_many(request, by)
    look = request.GET.get(LOOK, "")
    context = _shared(request, by, look)
    if look == BOARD:
        return render(request, "cases/board.html", context | {"columns": _columns(by, context["wish"], now)})
    rows = _rows(request, by, context["wish"], now)
    if look == MAP:
        context |= {"plot": plot(rows, now), "hamlets": hamlets_of(rows, now)}
        return render(request, "cases/map.html", context)
    page = Paginator(rows.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    is_office = by.may(INTAKE, by.unit_id)
    context |= {
        "page": page,
        "rows": _shown(of_page(by, list(page), now), now),
        "departments": Department.objects.filter(unit=by.unit_id) if is_office else [],
        "bulk": [(each.value, COMMANDS[each]) for each in _plain_commands(by)],
        "acting": by.unit_id,
    }
    return render(request, "cases/list.html", context)


def _shared(request: HttpRequest, by: Actor, look: str) -> dict[str, Any]:
    asked = request.GET
    tab = asked.get(TAB, "") if asked.get(TAB, "") in TABS else ""
    wish = Wish(
        processes=TABS[tab] if not asked.get(GROUP) else (), stream=asked.get(STREAM, ""),
        category=asked.get(CATEGORY, ""), late=bool(asked.get(LATE)), words=asked.get(WORDS, "").strip()[:80],
        mine=bool(asked.get(MINE)), unit=_number(asked.get(UNIT, "")), hamlet=_number(asked.get(HAMLET, "")),
    )  # fmt: skip
    return {
        "wish": wish,
        "look": look,
        "looks": _looks(look),
        "tabs": _tabs(tab),
        "group": _group_words(asked.get(GROUP, "")),
        "streams": followed().values(),
        "may_enter": by.may(INTAKE, by.unit_id),
    }


def _rows(request: HttpRequest, by: Actor, wish: Wish, now: datetime) -> QuerySet[Case]:
    rows = wished(by, wish, now)
    if not (key := request.GET.get(GROUP)):
        return rows
    first, last = _span(request.GET, now)
    chosen = cases_between(_units(by), first, last).filter(group(key, now))
    return rows.filter(pk__in=chosen.order_by().values("pk"))


def _shown(rows: Any, now: datetime) -> list[tuple[Case, Any, str, bool]]:
    return [
        (row, STATES[P(row.process)], TONES[P(row.process)], late_duty(row.answer_duty, now)) for row in rows
    ]


def _columns(by: Actor, wish: Wish, now: datetime) -> list[dict[str, Any]]:
    """The open cases by what they wait for, each column with how many it has."""
    found = []
    for tab in _tabs(""):
        if tab["key"] in {"", "da-xong"}:
            continue
        rows = wished(by, replace(wish, processes=TABS[tab["key"]]), now)
        count = rows.count()
        found.append(
            tab | {"count": count, "rows": _shown(rows[:ON_A_BOARD], now), "more": count - ON_A_BOARD}
        )
    return found


def _plain_commands(by: Actor) -> list[Command]:
    """What can be done with many cases at once: commands of the table that ask nothing."""
    held = {Who.INTAKE: INTAKE, Who.DEPARTMENT: HANDLE, Who.APPROVER: APPROVE}
    roles = {who for who, permission in held.items() if by.may(permission, by.unit_id)}
    return [each for each in PLAIN if STEPS[each].who & roles]


def _do_with_many(request: HttpRequest, by: Actor) -> HttpResponse:
    keys = [_number(key) or 0 for key in request.POST.getlist("case")][:PER_PAGE]
    do, now = request.POST.get("do", ""), clock_now()
    try:
        if do == "assign":
            department = _number(request.POST.get("department", ""))
            done = assign_many(by=by, case_ids=keys, department_id=department, now=now)
        elif do in PLAIN:
            done = act_on_many(by, keys, Command(do), now)
        else:
            raise NotFound
        if done:
            messages.success(request, _("Done with %(number)s cases.") % {"number": done})
        if left := len(keys) - done:
            messages.warning(request, _("It did not fit %(number)s cases.") % {"number": left})
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
        {"key": key, "label": label, "url": f"?{TAB}={key}" if key else "?", "current": key == current,
         "count": None}
        for key, label in labels.items()
    ]  # fmt: skip


def _looks(current: str) -> list[dict[str, Any]]:
    labels = {"": _("As a list"), BOARD: _("As a board"), MAP: _("On the map")}
    return [
        {"label": label, "url": f"?{LOOK}={key}" if key else "?", "current": key == current, "count": None}
        for key, label in labels.items()
    ]


def _group_words(key: str) -> Any:
    ratings = {f"rated_{level}": words for level, words in RATINGS.items()}
    return {**FIGURES, **ratings}.get(key, "")


def _units(by: Actor) -> list[int]:
    return [unit for unit in by.scope.readable or () if by.may(READ_ALL, unit)]


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


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
    """How a time went, in all and by unit: every number opens its cases."""
    by, now = actor_of(request), clock_now()
    first, last = _span(request.GET, now)
    units = _units(by)
    found = figures_between(units, first, last, now)
    span = {FIRST: first.isoformat(), LAST: last.isoformat()}

    def opens(key: str, unit: int | None = None) -> str:
        within = {UNIT: str(unit)} if unit else {}
        return f"{reverse('cases:list')}?{urlencode({GROUP: key, **span, **within})}"

    counts = counts_by_unit(units, first, last, BY_UNIT, now) if len(units) > 1 else {}
    context = {
        "first": first,
        "last": last,
        "found": found,
        "answered_url": opens("answered"),
        "numbers": [(words, found.counts[key], opens(key)) for key, words in FIGURES.items()],
        "ratings": [(RATINGS[level], number, opens(f"rated_{level}"))
                    for level, number in found.ratings.items()],
        "heads": [FIGURES[key] for key in BY_UNIT],
        "units": [
            (unit, [(FIGURES[key], counts[unit.pk][key], opens(key, unit.pk)) for key in BY_UNIT])
            for unit in Unit.objects.filter(pk__in=counts).order_by("level", "name")
        ],
    }  # fmt: skip
    return render(request, "cases/figures.html", context)
