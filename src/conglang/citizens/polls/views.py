"""The desk's list of polls, a new one, and one poll with everything that can be done about it."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import unit_of
from conglang.base.ui.sent import uid_of
from conglang.base.units.models import Hamlet, Site
from conglang.citizens.polls import queries
from conglang.citizens.polls.forms import BoxForm, HouseholdsForm, PollForm, SlipsForm
from conglang.citizens.polls.matters import matters
from conglang.citizens.polls.models import Household, Poll
from conglang.citizens.polls.permissions import CONFIRM, COUNT, PROPOSE, READ
from conglang.citizens.polls.rules import TAKES_PAPER, State
from conglang.citizens.polls.services.count import count_ballots, enter_paper, print_slips
from conglang.citizens.polls.services.propose import (
    confirm_poll,
    list_households,
    propose_poll,
    withdraw_poll,
)
from conglang.citizens.polls.sheets import sheet_of
from conglang.citizens.polls.wording import STATES, TONES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.papers.downloads import download

PER_PAGE = 30
LOG_LINES = 200


@needs(READ)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Polls, the latest first."""
    by, today = actor_of(request), local_day(clock_now())
    page = Paginator(queries.desk_list(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_with_state(row, today) for row in page]
    context = {"page": page, "rows": rows, "acting": by.unit_id, "may_propose": by.may_somewhere(PROPOSE)}
    return render(request, "polls/overview.html", context)


@needs(PROPOSE)
def new(request: HttpRequest) -> HttpResponse:
    """Propose a poll."""
    by = actor_of(request)
    unit = unit_of(by, PROPOSE)
    form = PollForm(request.POST if request.method == "POST" else None)
    uid = uid_of(request.POST.get("uid"))
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"unit_id": unit.pk, "wording": form.wording(), "ground": form.ground()}
        try:
            row = propose_poll(by=by, uid=uid, now=clock_now(), **given)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("polls:poll", pk=row.pk)
    context = {"form": form, "unit": unit, "uid": uid, "matters": matters().values()}
    return render(request, "polls/new.html", context, status=422 if form.errors else 200)


@dataclass
class _Sheet:
    """One poll at the desk, with forms that were filled in wrongly, or why something was refused."""

    by: Actor
    row: Poll
    faulty: dict[str, Any] = field(default_factory=dict)
    refused: str = ""


@needs(READ)
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """One poll, and everything that this person may do about it."""
    by = actor_of(request)
    row = queries.desk_list().filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, READ, row)
    sheet = _Sheet(by, row)
    if request.method == "POST":
        done = _act(request, sheet)
        if done is not None:
            return done
    status = 422 if sheet.faulty or sheet.refused else 200
    return render(request, "polls/poll.html", _context(sheet), status=status)


def _act(request: HttpRequest, sheet: _Sheet) -> HttpResponse | None:
    """Carry out what was sent; None when it was refused."""
    act, row, form = request.POST.get("act", ""), sheet.row, None
    if act in _FORMS:
        form = _form(act, row, request.POST)
    elif act not in _PLAIN:
        raise NotFound
    try:
        if form is None:
            _PLAIN[act](by=sheet.by, poll_id=row.pk, now=clock_now())
        elif form.is_valid():
            answer: HttpResponse | None = _FORMS[act](sheet, form)
            if answer is not None:
                return answer
        else:
            sheet.faulty[act] = form
            return None
    except ValidationError as refused:
        if form is None:
            sheet.refused = " ".join(refused.messages)
        else:
            form.add_error(None, " ".join(refused.messages))
            sheet.faulty[act] = form
        return None
    return redirect("polls:poll", pk=row.pk)


def _list(sheet: _Sheet, form: HouseholdsForm) -> None:
    list_households(by=sheet.by, poll_id=sheet.row.pk, numbers=form.numbers(), now=clock_now())


def _print(sheet: _Sheet, form: SlipsForm) -> HttpResponse:
    given, row = form.cleaned_data, sheet.row
    hamlet: Hamlet = given["hamlet"]
    slips = print_slips(
        by=sheet.by, poll_id=row.pk, hamlet_id=hamlet.pk, again=given["again"], now=clock_now()
    )
    answer = download(sheet_of(row, slips, _address(row)), "pdf", f"phieu-ma-{hamlet.title}")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _enter(sheet: _Sheet, form: BoxForm) -> None:
    enter_paper(by=sheet.by, poll_id=sheet.row.pk, box=form.box(), now=clock_now())


_PLAIN: dict[str, Any] = {"confirm": confirm_poll, "withdraw": withdraw_poll, "count": count_ballots}
_FORMS: dict[str, Any] = {"list": _list, "print": _print, "enter": _enter}


def _form(act: str, row: Poll, data: Any = None) -> Any:
    if act == "list":
        hamlets = Hamlet.objects.filter(unit=row.unit_id)
        rows = Household.objects.filter(poll=row).order_by().values_list("hamlet").annotate(Count("pk"))
        return HouseholdsForm(data, hamlets=hamlets, listed=dict(rows))
    listed = Hamlet.objects.filter(pk__in=Household.objects.filter(poll=row).order_by().values("hamlet"))
    if act == "print":
        return SlipsForm(data, hamlets=listed)
    return BoxForm(data, hamlets=listed, choices=row.choices)


def _context(sheet: _Sheet) -> dict[str, Any]:
    row, by, today = sheet.row, sheet.by, local_day(clock_now())
    state = row.standing.state(today)
    proposes, counts = by.may(PROPOSE, row.unit_id), by.may(COUNT, row.unit_id)
    prints = row.is_ballot and state in {State.COMING, State.OPEN}
    offered = {
        "list": proposes and row.is_ballot and state is State.PROPOSED,
        "print": counts and prints,
        "enter": counts and row.is_ballot and state in TAKES_PAPER,
    }
    return _with_state(row, today) | {
        "refused": sheet.refused,
        "address": _address(row),
        "matter": matters().get(row.matter),
        "may_confirm": by.may(CONFIRM, row.unit_id) and row.standing.may_be_confirmed_by(by.user_id, today),
        "may_withdraw": proposes and state not in {State.WITHDRAWN, State.CLOSED},
        "may_count": counts and state is State.COUNTING,
        "result": queries.result_of(row),
        "turnout": queries.turnout(row) if row.is_ballot else [],
        "log": queries.booth_log(row)[:LOG_LINES],
        "forms": {act: sheet.faulty.get(act) or _form(act, row) for act in _FORMS if offered[act]},
    }


def _with_state(row: Poll, today: Any) -> dict[str, Any]:
    state = row.standing.state(today)
    return {"row": row, "state": STATES[state], "tone": TONES[state]}


def _address(row: Poll) -> str:
    """What people type to come to the list of polls; empty without a site."""
    host = Site.objects.filter(unit=row.unit_id).values_list("host", flat=True).first()
    return f"{host}/binh-chon/" if host else ""
