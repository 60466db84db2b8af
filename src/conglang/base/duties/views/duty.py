"""One duty: why its date is what it is, and what can be done with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, StrOrPromise, require
from conglang.base.duties import queries
from conglang.base.duties.forms import (
    ExtendForm,
    NoteForm,
    NothingForm,
    PeopleForm,
    ProofForm,
    ReasonForm,
    WatchForm,
)
from conglang.base.duties.models import Duty, PageWatch
from conglang.base.duties.permissions import DECIDE, READ, WORK
from conglang.base.duties.rules import State
from conglang.base.duties.services.assign import assign
from conglang.base.duties.services.close import cancel, fulfil
from conglang.base.duties.services.move import extend, pause, resume
from conglang.base.duties.services.prove import add_evidence
from conglang.base.duties.services.watch import watch_page
from conglang.base.duties.wording import STATES, demands
from conglang.base.ui.sent import sent, take_errors
from conglang.kernel.clock import now as clock_now


@dataclass(frozen=True)
class Act:
    """Something that people do with a duty: its form, its service, and where a duty stands when it fits."""

    label: StrOrPromise
    permission: str
    form: type[forms.Form]
    carry: Callable[[Actor, int, Any, datetime], object]
    states: frozenset[State]
    done: StrOrPromise
    icon: str = ""


RUNNING = frozenset({State.OPEN, State.DUE_SOON})
OPEN = RUNNING | {State.OVERDUE, State.PAUSED}
ACTS = {
    "hoan-thanh": Act(
        gettext_lazy("Mark as done"),
        WORK,
        NoteForm,
        lambda by, pk, given, now: fulfil(by=by, duty_id=pk, note=given["note"], now=now),
        OPEN,
        gettext_lazy("The duty is done."),
        "check",
    ),
    "bang-chung": Act(
        gettext_lazy("Add a proof"),
        WORK,
        ProofForm,
        lambda by, pk, given, now: add_evidence(
            by=by, duty_id=pk, proof=given["proof"], photo=given.get("photo"), now=now
        ),
        frozenset(State) - {State.CANCELLED},
        gettext_lazy("The proof was kept."),
    ),
    "theo-doi": Act(
        gettext_lazy("Watch the public page"),
        WORK,
        WatchForm,
        lambda by, pk, given, now: watch_page(
            by=by, duty_id=pk, path=given["path"], days=given["days"], now=now
        ),
        frozenset(State) - {State.CANCELLED},
        gettext_lazy("The page is looked at every day, beginning now."),
    ),
    "tam-dung": Act(
        gettext_lazy("Pause"),
        WORK,
        ReasonForm,
        lambda by, pk, given, now: pause(by=by, duty_id=pk, reason=given["reason"], now=now),
        RUNNING,
        gettext_lazy("The duty is paused. No day is counted."),
    ),
    "tiep-tuc": Act(
        gettext_lazy("Resume"),
        WORK,
        NothingForm,
        lambda by, pk, _given, now: resume(by=by, duty_id=pk, now=now),
        frozenset({State.PAUSED}),
        gettext_lazy("The days are counted again."),
    ),
    "giao-viec": Act(
        gettext_lazy("Give to somebody"),
        DECIDE,
        PeopleForm,
        lambda by, pk, given, now: assign(
            by=by,
            duty_id=pk,
            department_id=_key(given["department"]),
            person_id=_key(given["person"]),
            now=now,
        ),
        OPEN,
        gettext_lazy("They are told."),
    ),
    "gia-han": Act(
        gettext_lazy("Extend"),
        DECIDE,
        ExtendForm,
        lambda by, pk, given, now: extend(
            by=by, duty_id=pk, until=given["until"], reason=given["reason"], now=now
        ),
        RUNNING | {State.PAUSED},
        gettext_lazy("The duty was extended."),
    ),
    "huy": Act(
        gettext_lazy("Cancel the duty"),
        DECIDE,
        ReasonForm,
        lambda by, pk, given, now: cancel(by=by, duty_id=pk, reason=given["reason"], now=now),
        OPEN,
        gettext_lazy("The duty was cancelled."),
    ),
}


@needs(READ)
@require_safe
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Why this date: rules, days, pauses, extensions, changes, proofs."""
    by, now = actor_of(request), clock_now()
    row = _find(by, pk)
    found = queries.reckon(row)
    state = row.state(now)
    shown = demands(found)
    context = {
        "duty": row,
        "state": STATES[state],
        "is_closed": row.is_closed,
        "demands": sorted(shown, key=lambda each: not each.counts),
        "pauses": [_times(each, "begins", "ends") for each in row.pauses],
        "extensions": [
            _times(each, "at") | {"day": date.fromisoformat(each["until"])} for each in row.extensions
        ],
        "changes": row.changes.all(),
        "spans": queries.spans(row),
        "watch": PageWatch.objects.filter(duty=row).first(),
        "evidence": row.evidence.select_related("added_by"),
        "acts": list(_acts(by, row, state)),
        "recounted": None if row.is_closed or found.agrees else found.verdict.on,
    }
    return render(request, "duties/duty.html", context)


@needs(WORK)
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Do something with a duty."""
    by, now = actor_of(request), clock_now()
    row, wanted = _find(by, pk), ACTS.get(slug)
    if wanted is None:
        raise NotFound
    by = require(by, wanted.permission, row)
    form = _form(request, wanted, by, row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | ({"proof": form.proof()} if isinstance(form, ProofForm) else {})
        try:
            wanted.carry(by, pk, given, now)
        except ValidationError as error:
            take_errors(form, error)
        else:
            messages.success(request, str(wanted.done))
            return redirect("duties:duty", pk)
    context = {"form": form, "duty": row, "act": wanted, "back_url": reverse("duties:duty", args=[pk])}
    return render(request, "duties/act.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, wanted: Act, by: Actor, row: Duty) -> forms.Form:
    typed = sent(request)
    if not issubclass(wanted.form, PeopleForm | ProofForm):
        return wanted.form(*typed)
    begin = {"department": row.department_id, "person": row.person_id}
    return wanted.form(*typed, initial=begin, by=by, unit_id=row.unit_id)


def _key(row: Model | None) -> int | None:
    return None if row is None else int(row.pk)


def _find(by: Actor, pk: int) -> Duty:
    row: Duty | None = queries.duties().filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(by, READ, row)
    return row


def _times(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return row | {name: datetime.fromisoformat(row[name]) for name in names if row[name]}


def _acts(by: Actor, row: Duty, state: State) -> Iterator[dict[str, Any]]:
    for slug, each in ACTS.items():
        own = each.permission == DECIDE and row.person_id is not None and row.person_id == by.user_id
        if state in each.states and not own and by.may(each.permission, row.unit_id):
            url = reverse("duties:act", args=[row.pk, slug])
            yield {"label": each.label, "url": url, "kind": "" if slug == "hoan-thanh" else "second"}
