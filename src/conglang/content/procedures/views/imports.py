"""Imports of the national catalogue: one person proposes a file, another one puts it in force."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import own_unit
from conglang.base.ui.sent import sent
from conglang.base.units.models import Unit, UnitLevel
from conglang.content.procedures.comparing import EFFECTIVE, Change
from conglang.content.procedures.forms import ImportForm
from conglang.content.procedures.models import ImportLine, ProcedureImport, Version
from conglang.content.procedures.permissions import CONFIRM, PROPOSE
from conglang.content.procedures.queries import change_counts, imports
from conglang.content.procedures.reading import NoCatalogue
from conglang.content.procedures.rules import Content, content_of
from conglang.content.procedures.services.compare_import import AT_ONCE_BYTES, receive_file
from conglang.content.procedures.services.decide_import import (
    ImportOver,
    OwnImport,
    confirm_import,
    withdraw_import,
)
from conglang.content.procedures.services.propose_import import propose_file
from conglang.content.procedures.views.catalogue import tabs
from conglang.content.procedures.wording import CHANGES, NO_CATALOGUE, PARTS, as_lines, problem_lines
from conglang.kernel.clock import now as clock_now

PER_PAGE = 30


@needs(PROPOSE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What came from the national source, and when it was put in force."""
    unit = _keeper(request)
    page = Paginator(imports(unit.pk), PER_PAGE).get_page(request.GET.get("page"))
    context = {"unit": unit, "tabs": tabs(request, unit), "page": page}
    return render(request, "procedures/imports.html", context)


@needs(PROPOSE)
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a file; show what it would change."""
    unit = _keeper(request)
    form = ImportForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        batch = _propose(request, form, unit)
        if batch is not None:
            return redirect("procedures:import", pk=batch.pk)
    context = {"unit": unit, "tabs": tabs(request, unit), "form": form}
    return render(request, "procedures/new_import.html", context, status=422 if form.errors else 200)


@needs(PROPOSE)
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview: every change, and every line that cannot be taken with its reason."""
    by, found = actor_of(request), _batch(request, pk)
    counts = change_counts(found)
    chosen = request.GET.get("thay-doi", "")
    if chosen not in counts:
        chosen = next((str(each) for each in CHANGES if each in counts), "")
    rows = ImportLine.objects.filter(batch=found, change=chosen)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    takes_effect = sum(counts.get(each, 0) for each in EFFECTIVE)
    context = {
        "batch": found,
        "tabs": tabs(request, found.unit),
        "changes": [
            {
                "label": label,
                "url": f"?thay-doi={change}",
                "current": change == chosen,
                "count": counts[change],
            }
            for change, label in CHANGES.items()
            if change in counts
        ],
        "chosen": chosen,
        "page": page,
        "rows": _shown(found, list(page)),
        "takes_effect": takes_effect,
        "left_out": ImportLine.objects.filter(batch=found, is_stale=True).count(),
        "done": ImportLine.objects.filter(batch=found, done_at__isnull=False).count(),
        "may_confirm": found.is_open
        and by.may(CONFIRM, found.unit_id)
        and by.user_id != found.proposed_by_id,
        "trouble": NO_CATALOGUE.get(found.trouble, ""),
        "is_own": found.is_open and by.user_id == found.proposed_by_id,
    }
    return render(request, "procedures/import.html", context)


@needs(CONFIRM)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the second person, then put the import in force."""
    found = _batch(request, pk, CONFIRM)
    if request.method == "POST":
        try:
            confirm_import(by=actor_of(request), batch=found, now=clock_now())
        except OwnImport:
            messages.error(
                request, _("Whoever proposed an import cannot put it in force. Ask somebody else.")
            )
        except ImportOver:
            messages.error(request, _("This import was laid aside. Please propose the file again."))
        else:
            messages.success(request, _("The import is in force. The pages follow within a minute."))
        return redirect("procedures:import", pk=pk)
    counts = change_counts(found)
    said = ", ".join(f"{CHANGES[each]}: {counts[each]}" for each in EFFECTIVE if each in counts)
    context = {
        "question": _("Put this import in force?"),
        "explanation": said,
        "label": _("Put in force"),
        "kind": "danger" if Change.REPEALED in counts else "",
        "action": request.path,
        "cancel_url": reverse("procedures:import", args=[pk]),
    }
    return render(request, "ui/confirm_page.html", context)


@needs(PROPOSE)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then lay the import aside."""
    found = _batch(request, pk)
    if request.method == "POST":
        withdraw_import(by=actor_of(request), batch=found, now=clock_now())
        messages.success(request, _("The import was laid aside. Nothing has changed."))
        return redirect("procedures:import", pk=pk)
    context = {
        "question": _("Lay this import aside?"),
        "explanation": found.name,
        "label": _("Lay aside"),
        "action": request.path,
        "cancel_url": reverse("procedures:import", args=[pk]),
    }
    return render(request, "ui/confirm_page.html", context)


def _propose(request: HttpRequest, form: ImportForm, unit: Unit) -> ProcedureImport | None:
    given = form.cleaned_data
    take = propose_file if given["file"].size <= AT_ONCE_BYTES else receive_file
    try:
        return take(
            by=actor_of(request), unit_id=unit.pk, name=given["file"].name, data=given["file"].read(),
            is_whole=given["is_whole"], now=clock_now(), uid=given["uid"],
        )  # fmt: skip
    except NoCatalogue as refused:
        form.add_error("file", str(NO_CATALOGUE[refused.reason]))
        return None


def _shown(found: ProcedureImport, lines: list[ImportLine]) -> list[dict[str, Any]]:
    """Lines with what changes in them, before and after."""
    bases = {line.basis for line in lines} - {""}
    rows = Version.objects.filter(unit=found.unit_id, sha256__in=bases)
    before = {row.sha256: content_of(row.content) for row in rows}
    return [
        {
            "line": line,
            "problems": problem_lines(line.problems),
            "differences": _differences(line, before.get(line.basis)),
        }
        for line in lines
    ]


def _differences(line: ImportLine, old: Content | None) -> list[dict[str, Any]]:
    new = content_of(line.content) if line.content else None
    return [
        {"label": PARTS[part], "before": as_lines(old, part), "after": as_lines(new, part)}
        for part in line.parts
    ]


def _keeper(request: HttpRequest) -> Unit:
    """The province for which the person acts; communes keep no catalogue."""
    unit = own_unit(actor_of(request), PROPOSE)
    if unit.level != UnitLevel.PROVINCE:
        raise NotFound
    return unit


def _batch(request: HttpRequest, pk: int, permission: str = PROPOSE) -> ProcedureImport:
    rows = ProcedureImport.objects.filter(pk=pk)
    found: ProcedureImport | None = rows.select_related("unit", "proposed_by", "confirmed_by").first()
    if found is None:
        raise NotFound
    require(actor_of(request), permission, found)
    return found
