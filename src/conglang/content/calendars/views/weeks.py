"""A week of the calendar on the desk: read, written, copied, sent on and decided as a whole."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from conglang.base.accounts.audience import needs
from conglang.base.accounts.places import UNIT_KEY
from conglang.content.calendars import queries
from conglang.content.calendars.forms import MOST_LINES, NEW_LINES, WeekForms, departments_of, week_forms
from conglang.content.calendars.models import Entry, EntryKind
from conglang.content.calendars.queries import OPEN
from conglang.content.calendars.rules import DAY, WEEK, days_of_week
from conglang.content.calendars.services.decide import (
    Outcome,
    approve_entries,
    return_entries,
    submit_entries,
)
from conglang.content.calendars.services.found import Conflict
from conglang.content.calendars.services.write_week import copy_week, write_week
from conglang.content.calendars.views.place import Place, place_of
from conglang.content.calendars.views.shown import Row, rows_of
from conglang.content.calendars.wording import too_few
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.ids import uuid7
from conglang.tools.approval.rules import Stage


@needs("calendars.read")
@require_safe
def week(request: HttpRequest, monday: str = "") -> HttpResponse:
    """The seven days with what stands where, and what this person may do about all of it."""
    place, now = place_of(request, "calendars.read", monday), clock_now()
    rows = rows_of(place.by, queries.newest_of_week(place.unit.pk, place.monday), now)
    thursday = place.monday + 3 * DAY  # a week belongs to the month of its Thursday
    missing = queries.missing_receptions(place.unit, thursday, local_day(now))
    unit_id = place.unit.pk
    context = {
        "place": place,
        "urls": place.urls,
        "unit_key": UNIT_KEY,
        "days": _days(place, rows),
        "today": local_day(now),
        "drafts": [row for row in rows.values() if row.is_open and not row.entry.internal],
        "waiting": [row for row in rows.values() if row.waits_for_me],
        "may_write": place.by.may("calendars.write", unit_id),
        "may_return": place.by.may("calendars.approve", unit_id),
        "hint": too_few(missing) if missing else "",
    }
    return render(request, "calendars/week.html", context)


def _days(place: Place, rows: dict[int, Row]) -> list[dict[str, Any]]:
    entries = [row.entry for row in rows.values()]
    found = queries.occurrences(entries, place.monday, place.sunday)
    return [
        {
            "day": day,
            "lines": [{"at": each, "row": rows[each.entry.pk]} for each in found if each.day == day],
        }
        for day in days_of_week(place.monday)
    ]


@needs("calendars.write")
def write(request: HttpRequest, monday: str) -> HttpResponse:
    """The week as one form. A button adds empty lines and keeps what was typed."""
    place = place_of(request, "calendars.write", monday)
    drafts = _drafts(place)
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and "more" in data:
        _add_lines(data, place)
    lines = week_forms(data, place.monday, drafts, departments_of(place.unit.pk))
    if data is None or "more" in data:
        for form in lines.forms:
            form.wait()
        return _form(request, place, lines)
    if not lines.is_valid():
        return _form(request, place, lines, status=422)
    return _store(request, place, lines)


def _store(request: HttpRequest, place: Place, lines: WeekForms) -> HttpResponse:
    given = lines.lines()
    try:
        write_week(by=place.by, unit_id=place.unit.pk, lines=given, now=clock_now())
    except ValidationError as error:
        return _form(request, place, lines, " ".join(error.messages), status=422)
    except Conflict as conflict:
        words = _("“%(what)s” was changed by somebody else meanwhile. Please open the week again.")
        return _form(request, place, lines, words % {"what": conflict.entry.what}, status=409)
    saved = ngettext("%(count)s line was saved.", "%(count)s lines were saved.", len(given))
    messages.success(request, saved % {"count": len(given)})
    return redirect(place.url())


def _drafts(place: Place) -> list[Entry]:
    """What may still be written over: not public, with nobody for decision."""
    entries = queries.newest_of_week(place.unit.pk, place.monday)
    stages = {pk: Stage(review.stage) for pk, review in queries.reviews_of(entries).items()}
    here = [entry for entry in entries if place.monday <= entry.starts_on <= place.sunday]
    open_ = [entry for entry in here if not entry.live and stages.get(entry.pk) in OPEN]
    return [entry for entry in open_ if not entry.cancelled]


def _add_lines(data: Any, place: Place) -> None:
    total = data.get("dong-TOTAL_FORMS", "")
    number = int(total) if total.isascii() and total.isdigit() and len(total) < 4 else 0
    total_now = min(number + NEW_LINES, MOST_LINES)
    for line in range(number, total_now):
        first = {"uid": str(uuid7()), "day": place.monday.isoformat(), "kind": EntryKind.WORK.value}
        data.update({f"dong-{line}-{name}": value for name, value in first.items()})
    data["dong-TOTAL_FORMS"] = str(total_now)


def _form(
    request: HttpRequest, place: Place, lines: WeekForms, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "place": place,
        "lines": lines,
        "problem": problem,
        "suggested": queries.suggestions(place.unit.pk),
    }
    return render(request, "calendars/write_week.html", context, status=status)


@needs("calendars.write")
@require_POST
def copy(request: HttpRequest, monday: str) -> HttpResponse:
    """Begin the week with what the week before had."""
    place = place_of(request, "calendars.write", monday)
    made = copy_week(
        by=place.by,
        unit_id=place.unit.pk,
        source=place.monday - WEEK,
        target=place.monday,
        now=clock_now(),
    )
    if made:
        copied = ngettext("%(count)s line was copied.", "%(count)s lines were copied.", len(made))
        messages.success(request, copied % {"count": len(made)})
        return redirect(place.url("write"))
    messages.info(request, _("There was nothing to copy that is not here already."))
    return redirect(place.url())


@needs("calendars.write")
@require_POST
def submit(request: HttpRequest, monday: str) -> HttpResponse:
    """Send the drafts that were on the screen for approval."""
    place = place_of(request, "calendars.write", monday)
    outcome = submit_entries(by=place.by, seen=_seen(request), now=clock_now())
    _tell(request, outcome, ngettext("%(count)s entry was submitted.", "%(count)s entries were submitted.",
                                     len(outcome.done)))  # fmt: skip
    return redirect(place.url())


@needs("calendars.approve")
@require_POST
def approve(request: HttpRequest, monday: str) -> HttpResponse:
    """Approve the chosen entries exactly as they were on the screen."""
    place = place_of(request, "calendars.approve", monday)
    outcome = approve_entries(
        by=place.by,
        seen=_seen(request),
        now=clock_now(),
        late_reason=request.POST.get("late_reason", "")[:300],
    )
    _tell(request, outcome, ngettext("%(count)s entry is public.", "%(count)s entries are public.",
                                     len(outcome.done)))  # fmt: skip
    return redirect(place.url())


@needs("calendars.approve")
@require_POST
def send_back(request: HttpRequest, monday: str) -> HttpResponse:
    """Return the chosen entries to those who wrote them."""
    place = place_of(request, "calendars.approve", monday)
    reason = request.POST.get("reason", "").strip()[:2000]
    if not reason:
        messages.error(request, _("Please say what has to be changed."))
        return redirect(place.url())
    outcome = return_entries(by=place.by, seen=_seen(request), reason=reason, now=clock_now())
    _tell(request, outcome, ngettext("%(count)s entry was returned.", "%(count)s entries were returned.",
                                     len(outcome.done)))  # fmt: skip
    return redirect(place.url())


def _seen(request: HttpRequest) -> dict[int, str]:
    """Chosen entries with the hash of what was on the screen: `seen=17:ab12…` a line."""
    pairs = (each.partition(":") for each in request.POST.getlist("seen")[: MOST_LINES * 2])
    return {
        int(pk): content for pk, _colon, content in pairs if pk.isascii() and pk.isdigit() and len(pk) < 19
    }


def _tell(request: HttpRequest, outcome: Outcome, done: str) -> None:
    if outcome.done:
        messages.success(request, done % {"count": len(outcome.done)})
    for entry in outcome.late:
        words = _("“%(what)s” is announced later than the law asks. Please write down why.")
        messages.warning(request, words % {"what": entry.what})
    for entry, why in outcome.refused:
        messages.warning(request, f"“{entry.what}”: {why}")
    if not (outcome.done or outcome.late or outcome.refused):
        messages.info(request, _("Nothing was chosen."))
