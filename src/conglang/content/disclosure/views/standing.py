"""How the catalogue stands in a unit and in all communes of a province, and one heading with its entries."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import UNIT_KEY, named_unit
from conglang.base.ui.sent import take_errors
from conglang.base.units.models import Department, Unit
from conglang.content.disclosure import queries, subjects
from conglang.content.disclosure.catalogue import LAW, sources
from conglang.content.disclosure.forms import EnterForm
from conglang.content.disclosure.lists import times
from conglang.content.disclosure.models import CYCLES, STAYS, Heading
from conglang.content.disclosure.permissions import ENTER, READ
from conglang.content.disclosure.rules import Cycle, State, Stay
from conglang.content.disclosure.services.enter import enter
from conglang.content.disclosure.services.keep_catalogue import put_in_charge
from conglang.content.disclosure.services.show import take_down_entry
from conglang.content.disclosure.views.framing import frame, oversees
from conglang.content.disclosure.wording import SLUGS, STATES, file_kinds, period_words, ways
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now

BY_SLUG = {slug: state for state, slug in SLUGS.items()}
MOST_ENTRIES, MAX_TEXT = 50, 200


@needs(READ)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Every heading with where it stands and what to do next, by the groups of a text of law."""
    by, unit = actor_of(request), named_unit(request, READ)
    found = queries.coverage(unit, local_day(clock_now()))
    chosen = subjects.row_of(unit.pk, request.GET.get("muc", ""))
    source = sources().get(request.GET.get("nguon", ""), sources()[LAW])
    wanted = BY_SLUG.get(request.GET.get("trang-thai", ""))
    context = frame(by, unit, "coverage") | {
        "found": found,
        "counts": [(STATES[state][0], STATES[state][1], found.count(state)) for state in State],
        "states": [(slug, STATES[state][0], state is wanted) for state, slug in SLUGS.items()],
        "sources": [(each.key, each.title, each is source) for each in sources().values()],
        "groups": _groups(found, source.key, wanted, by, chosen),
        "unit_key": UNIT_KEY,
        "own": unit.pk == by.unit_id,
        "chosen": chosen,
        "reference": subjects.reference_of(chosen) if chosen else "",
    }
    return render(request, "disclosure/coverage.html", context)


def _groups(
    found: queries.Coverage, source: str, wanted: State | None, by: Actor, chosen: Any
) -> list[tuple[str, list[dict[str, Any]]]]:
    rows = [row for row in found.rows if wanted in {None, row.state}]
    may = by.may(ENTER, found.unit.pk)
    query = {UNIT_KEY: found.unit.pk} | ({"muc": subjects.reference_of(chosen)} if chosen else {})
    groups = []
    for key, title in sources()[source].groups.items():
        lines = [
            _line(row, urlencode(query), may=may) for row in rows if key in row.heading.groups.get(source, ())
        ]
        if lines:
            groups.append((f"{key}) {title}" if source == LAW else title, lines))
    return groups


def _line(row: queries.HeadingState, query: str, *, may: bool) -> dict[str, Any]:
    words, tone = STATES[row.state]
    return {
        "title": row.heading.title,
        "url": f"{reverse('disclosure:heading', args=[row.heading.key])}?{query}",
        "state": words,
        "tone": tone,
        "period": period_words(row.standing.period),
        "due_on": row.standing.due_on,
        "public": row.standing.public,
        "department": row.department or row.heading.office,
        "next": may and row.state in {State.MISSING, State.OLD, State.DUE_SOON},
    }


@needs(READ)
@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """All communes below the acting unit, those with most to do first."""
    by = actor_of(request)
    unit = Unit.objects.filter(pk=by.unit_id or 0).first()
    if unit is None or not oversees(by):
        raise NotFound
    rows = [row for row in queries.coverage_below(unit, local_day(clock_now())) if by.may(READ, row.unit.pk)]
    orders = {
        "thieu": lambda row: (-row.count(State.MISSING), -row.count(State.OLD), row.unit.code),
        "ten": lambda row: row.unit.name,
        "ty-le": lambda row: (row.percent, row.unit.code),
    }
    order = request.GET.get("xep", "thieu")
    rows.sort(key=orders.get(order, orders["thieu"]))
    labels = {"thieu": _("Most missing first"), "ty-le": _("Smallest share first"), "ten": _("By name")}
    context = frame(by, unit, "communes") | {
        "rows": [
            (row, f"{reverse('disclosure:coverage')}?{urlencode({UNIT_KEY: row.unit.pk})}", row.counts)
            for row in rows
        ],
        "orders": [(key, label, key == order) for key, label in labels.items()],
        "complete": sum(row.percent == 100 for row in rows),
    }
    return render(request, "disclosure/communes.html", context)


@needs(READ)
def heading(request: HttpRequest, heading: str) -> HttpResponse:
    """One heading: what the law asks, what was entered, and a form to enter more."""
    by, unit, now = actor_of(request), named_unit(request, READ), clock_now()
    row = queries.headings(unit, local_day(now)).get(heading)
    if row is None:
        raise NotFound
    chosen = subjects.row_of(unit.pk, request.POST.get("subject") or request.GET.get("muc", ""))
    form = _form(request, row, chosen)
    if request.method == "POST":
        require(by, ENTER, unit)
        done = _act(request, by, unit, row, form, chosen)
        if done:
            messages.success(request, done)
            return redirect(f"{request.path}?{urlencode({UNIT_KEY: unit.pk})}")
    text = request.GET.get("tu-khoa", "")[:MAX_TEXT].replace("\x00", "").strip()
    may = by.may(ENTER, unit.pk)
    context = frame(by, unit, "coverage") | {
        "row": row,
        "facts": _facts(row, unit),
        "entries": [
            _entry(each) for each in queries.entries(unit.pk).filter(heading_key=row.key)[:MOST_ENTRIES]
        ],
        "may_enter": may,
        "form": form,
        "chosen": chosen,
        "choices": list(subjects.found(unit.pk, text)) if may and chosen is None else [],
        "text": text,
        "unit_key": UNIT_KEY,
        "departments": _departments(unit, row) if may else [],
        "back_url": f"{reverse('disclosure:coverage')}?{urlencode({UNIT_KEY: unit.pk})}",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "disclosure/heading.html", context, status=status)


def _form(request: HttpRequest, row: Heading, chosen: Any) -> EnterForm | None:
    if chosen is None:
        return None
    initial = {
        "subject": subjects.reference_of(chosen),
        "kinds": [kind.value for kind in subjects.kinds_in(chosen)],
        "made_on": subjects.made_on(chosen),
    }
    data = request.POST if request.method == "POST" and "subject" in request.POST else None
    return EnterForm(data, initial=initial, heading=row, today=local_day(clock_now()))


def _act(
    request: HttpRequest, by: Actor, unit: Unit, row: Heading, form: EnterForm | None, chosen: Any
) -> str:
    """Carry out what was sent; what is said afterwards, nothing when it was refused."""
    now = clock_now()
    if "go" in request.POST:
        return _take_out(request, by, now)
    if "department" in request.POST:
        pk = request.POST["department"]
        department = int(pk) if pk.isdecimal() else None
        put_in_charge(by=by, unit_id=unit.pk, heading=row.key, department_id=department, now=now)
        return _("The department in charge was stored.")
    if form is None or not form.is_valid():
        return ""
    given = form.cleaned_data
    day = given["made_on"] or subjects.made_on(chosen) or local_day(now)
    try:
        subjects.check_kinds(chosen, given["kinds"])
        enter(
            by=by, unit_id=unit.pk, heading=row.key, subject=subjects.subject_of(chosen), made_on=day,
            files=given["kinds"], period=form.chosen_period, public_at=subjects.public_since(chosen, now),
            shown_until=given["shown_until"], now=now,
        )  # fmt: skip
    except ValidationError as refused:
        take_errors(form, refused, {"files": "kinds"})
        return ""
    return _("It stands in the catalogue. Its clock runs until it is public.")


def _take_out(request: HttpRequest, by: Actor, now: datetime) -> str:
    """What is said after an entry was taken out; nothing when it was refused."""
    pk = request.POST["go"]
    try:
        take_down_entry(
            by=by,
            entry_id=int(pk) if pk.isdecimal() else 0,
            reason=request.POST.get("why", "")[:MAX_TEXT],
            now=now,
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return ""
    return _("It was taken out of the catalogue.")


def _facts(row: Heading, unit: Unit) -> list[tuple[str, str]]:
    charge = queries.in_charge([unit.pk]).get((unit.pk, row.key), "")
    named = [
        f"{source.title}: {', '.join(source.groups[key] for key in row.groups[source.key])}"
        for source in sources().values()
        if source.key in row.groups
    ]
    facts = [
        (_("What has to be public"), row.what),
        (_("How often"), str(CYCLES[Cycle(row.cycle)])),
        (_("Kinds of file"), file_kinds(row.files)),
        (_("May come along"), file_kinds(row.beside)),
        (_("Forms to use"), ", ".join(row.forms)),
        (_("Ways of making public"), ways(row.ways)),
        (_("For how long"), str(STAYS[Stay(row.stay)])),
        (_("Terms"), times(unit, [row], local_day(clock_now()))[row.key]),
        (_("Office in charge"), charge or row.office),
        (_("Legal basis"), f"{row.legal_basis.cite()} ({row.get_certainty_display()})"),
        (_("Stands in"), "; ".join(named)),
    ]
    return [(label, text) for label, text in facts if text]


def _entry(each: Any) -> dict[str, Any]:
    late = each.duty is not None and not each.duty.is_closed and each.duty.due_at <= clock_now()
    return {"entry": each, "period": period_words(each.span), "files": file_kinds(each.files), "late": late}


def _departments(unit: Unit, row: Heading) -> list[tuple[int, str, bool]]:
    named = queries.in_charge([unit.pk]).get((unit.pk, row.key), "")
    return [(each.pk, each.name, each.name == named) for each in Department.objects.filter(unit=unit)]
