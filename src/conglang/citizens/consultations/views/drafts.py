"""Consultations at the desk: a list, a draft, and the public one with its days."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.accounts.places import unit_of
from conglang.base.ui.sent import sent, take_errors, uid_of
from conglang.citizens.consultations import queries
from conglang.citizens.consultations.forms import ConsultationForm, MoveForm
from conglang.citizens.consultations.kinds import ITEM
from conglang.citizens.consultations.models import Consultation
from conglang.citizens.consultations.permissions import APPROVE, READ, WRITE
from conglang.citizens.consultations.rules import Standing
from conglang.citizens.consultations.services.write import edit_consultation, move_end, write_consultation
from conglang.citizens.consultations.views.framing import text_of_word
from conglang.citizens.consultations.wording import STANDINGS, TONES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.labels import STAGES
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.screens import give_command, newest, show_item
from conglang.tools.approval.versions import Conflict
from conglang.tools.approval.wording import TONES as STAGE_TONES

PER_PAGE = 30


@needs(READ)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every consultation of the units in reach, the latest first."""
    by = actor_of(request)
    page = Paginator(queries.register(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_line(row) for row in page],
        "acting": by.unit_id,
        "new_url": reverse("consultations:new") if by.may_somewhere(WRITE) else "",
    }
    return render(request, "consultations/index.html", context)


def _line(row: Any) -> dict[str, Any]:
    stage, stands = Stage(row.stage), row.standing(local_day(clock_now()))
    return {
        "row": row,
        "stage": STAGES[stage],
        "stage_tone": STAGE_TONES[stage],
        "standing": STANDINGS[stands] if row.live else "",
        "tone": TONES[stands],
    }


@needs(READ)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One consultation; POST decides another last day."""
    by = actor_of(request)
    row: Consultation = ITEM.find(by, pk)
    form = MoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(by, APPROVE, row)
        if form.is_valid():
            try:
                move_end(by=by, consultation_id=pk, now=clock_now(), **form.cleaned_data)
            except ValidationError as refused:
                take_errors(form, refused)
            else:
                return redirect("consultations:item", pk=pk)
    answer = show_item(request, ITEM, pk, **_shown(row, by, form))
    answer.status_code = 422 if form.errors else 200
    return answer


def _shown(row: Consultation, by: Actor, form: MoveForm) -> dict[str, Any]:
    stands = row.standing(local_day(clock_now()))
    is_running = row.live and stands in {Standing.COMING, Standing.OPEN}
    return {
        "on_desk": True,
        "standing": STANDINGS[stands] if row.live else "",
        "tone": TONES[stands],
        "term": row.term,
        "number": queries.counted(row).count(),
        "opinions_url": reverse("consultations:opinions", args=[row.pk]) if row.live else "",
        "duty": queries.duty_of(row),
        "move_form": form if is_running and by.may(APPROVE, row.unit_id) else None,
    }


@needs(READ)
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask, then do."""
    return give_command(request, ITEM, pk, slug)


@needs(WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Draft a consultation; the form carries its future id, so that sending it twice makes one."""
    by = actor_of(request)
    unit, uid = unit_of(by, WRITE), uid_of(request.POST.get("uid"))
    form = ConsultationForm(*sent(request), instance=Consultation(unit=unit))
    if request.method == "POST" and form.is_valid():
        try:
            saved = write_consultation(by=by, unit_id=unit.pk, values=_values(form), now=clock_now(), uid=uid)
        except ValidationError as refused:
            take_errors(form, refused)
        else:
            return _saved(request, saved.pk)
    context = {"form": form, "unit": unit, "uid": uid, "back_url": reverse(ITEM.index)}
    return render(request, "consultations/form.html", context, status=422 if form.errors else 200)


@needs(WRITE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the newest version."""
    by = actor_of(request)
    row: Consultation = ITEM.find(by, pk)
    require(by, WRITE, row)
    form = ConsultationForm(*sent(request), instance=newest(row))
    version = request.POST.get("version", row.version)
    if request.method == "POST" and form.is_valid():
        try:
            values = _values(form)
            edit_consultation(
                by=by, consultation_id=pk, expected_version=version, values=values, now=clock_now()
            )
        except Conflict:
            words = _("Somebody else saved this meanwhile. Open it again, so that nothing is lost.")
            form.add_error(None, words)
        except ValidationError as refused:
            take_errors(form, refused)
        else:
            return _saved(request, pk)
    context = {"form": form, "unit": row.unit, "version": version, "back_url": ITEM.url(pk)}
    return render(request, "consultations/form.html", context, status=422 if form.errors else 200)


def _values(form: ConsultationForm) -> dict[str, Any]:
    """What was filled in; a Word file gives the text. Raises ValidationError."""
    file = form.cleaned_data["word"]
    return form.values() | ({"text": text_of_word(file)} if file else {})


def _saved(request: HttpRequest, pk: int) -> HttpResponse:
    messages.success(request, _("The draft was saved. Read it once more, then submit it."))
    return redirect("consultations:item", pk=pk)
