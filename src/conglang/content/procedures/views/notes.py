"""What a commune adds beside procedures: where it receives files, when, and what helps people there."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import own_unit
from conglang.base.ui.sent import sent, take_errors, uid_of
from conglang.content.procedures.forms import NoteForm
from conglang.content.procedures.kinds import NOTES
from conglang.content.procedures.models import LocalNote, Procedure
from conglang.content.procedures.permissions import READ, WRITE
from conglang.content.procedures.queries import notes, shown_at
from conglang.content.procedures.services.write_note import edit_note, write_note
from conglang.content.procedures.views.catalogue import tabs
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.labels import STAGES
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.screens import give_command, newest, show_item
from conglang.tools.approval.versions import Conflict
from conglang.tools.approval.wording import TONES
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_image

PER_PAGE = 50


@needs(READ)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The unit's notes, each with its stage."""
    by = actor_of(request)
    unit = own_unit(by, READ)
    page = Paginator(notes(unit.pk), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, STAGES[Stage(each.stage)], TONES[Stage(each.stage)]) for each in page]
    context = {
        "unit": unit,
        "tabs": tabs(request, unit),
        "page": page,
        "rows": rows,
        "may_write": by.may(WRITE, unit.pk),
    }
    return render(request, "procedures/notes.html", context)


@needs(READ)
@require_safe
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """One note with everything that this person may do now."""
    return show_item(request, NOTES, pk)


@needs(READ)
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask, then do."""
    return give_command(request, NOTES, pk, slug)


@needs(WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a note on the procedure that the address names, or on all."""
    by = actor_of(request)
    unit = own_unit(by, WRITE)
    code = request.GET.get("ma", "")[:40]
    about: Procedure | None = shown_at(unit, code) if code else None
    if code and about is None:
        raise NotFound
    uid = uid_of(request.POST.get("uid"))
    form = NoteForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                values = _values(form, by, unit.pk)
                saved = write_note(by=by, unit_id=unit.pk, code=code, values=values, now=clock_now(), uid=uid)
        except (Unacceptable, ValidationError) as refused:
            _take_errors(form, refused)
        else:
            return redirect("procedures:note", pk=saved.pk)
    context = {"tabs": tabs(request, unit), "unit": unit, "about": about, "form": form, "uid": uid}
    return render(request, "procedures/note_form.html", context, status=422 if form.errors else 200)


@needs(WRITE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the newest version."""
    by = actor_of(request)
    row: LocalNote = NOTES.find(by, pk)
    require(by, WRITE, row)
    form = NoteForm(*sent(request), instance=newest(row))
    version = request.POST.get("version", row.version)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                values = _values(form, by, row.unit_id)
                edit_note(by=by, note=row, expected_version=version, values=values, now=clock_now())
        except Conflict:
            form.add_error(
                None, _("Somebody else saved this meanwhile. Open it again, so that nothing is lost.")
            )
        except (Unacceptable, ValidationError) as refused:
            _take_errors(form, refused)
        else:
            return redirect("procedures:note", pk=pk)
    context = {"tabs": tabs(request, row.unit), "unit": row.unit, "about": row, "form": form}
    context["version"] = version
    return render(request, "procedures/note_form.html", context, status=422 if form.errors else 200)


def _values(form: NoteForm, by: Actor, unit_id: int) -> dict[str, Any]:
    """What was filled in, with the photo stored. Raises Unacceptable."""
    values, file = form.values(), form.cleaned_data["picture_file"]
    if file:
        values["picture"] = store_image(
            by=by, unit_id=unit_id, file=file, title=values["place"], alt_text=values["picture_alt"],
            now=clock_now(),
        )  # fmt: skip
    elif form.cleaned_data["remove_picture"]:
        values |= {"picture": None, "picture_alt": ""}
    return values


def _take_errors(form: NoteForm, refused: ValidationError | Unacceptable) -> None:
    if isinstance(refused, Unacceptable):
        form.add_error("picture_file", str(refused.reason.label))
        return
    take_errors(form, refused)
