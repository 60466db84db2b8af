"""The directory's desk: a list of each kind, a form, the entry with its commands."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.accounts.places import OTHER_UNIT, units_to_choose
from conglang.base.ui.sent import sent, take_errors, typed, uid_of
from conglang.content.directory.forms import FORMS, BusinessForm, EntryForm
from conglang.content.directory.kinds import BY_NAME, KINDS, EntryKind
from conglang.content.directory.models import Entry
from conglang.content.directory.queries import entries, stage_counts, with_words
from conglang.content.directory.services.write import edit_entry, write_entry
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.labels import STAGES
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.screens import give_command, newest, show_item
from conglang.tools.approval.versions import Conflict
from conglang.tools.approval.wording import TONES
from conglang.tools.media.models import Image
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_image

READ, WRITE = "directory.read", "directory.write"
PER_PAGE, MAX_TEXT = 50, 200


@needs(READ)
@require_safe
def index(request: HttpRequest, kind: str) -> HttpResponse:
    """Every entry of a kind in the units in reach, with its stage."""
    by, shown = actor_of(request), BY_NAME[kind]
    text = request.GET.get("tu-khoa", "")[:MAX_TEXT].replace("\x00", "").strip()
    asked = request.GET.get("trang-thai", "")
    stage = asked if asked in {each.value for each in Stage} else ""
    rows = with_words(entries(shown.model, shown.related), text)
    page = Paginator(rows.filter(stage=stage) if stage else rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": shown,
        "tabs": [
            {"label": each.title, "url": reverse(f"directory:{each.name}_list"), "current": each is shown}
            for each in KINDS
        ],
        "stages": _stages(shown, stage),
        "text": text,
        "stage": stage,
        "page": page,
        "rows": [_row(shown, entry) for entry in page],
        "several_units": len(by.grants) > 1,
        "new_url": reverse(f"directory:new_{kind}") if by.may_somewhere(WRITE) else "",
        "import_url": reverse("directory:import") if by.may_somewhere(WRITE) and kind == "official" else "",
    }
    return render(request, "directory/index.html", context)


def _stages(kind: EntryKind, chosen: str) -> list[dict[str, Any]]:
    counts = stage_counts(kind.model)
    return [
        {"value": stage.value, "label": label, "count": counts.get(stage.value, 0), "chosen": stage == chosen}
        for stage, label in STAGES.items()
    ]


def _row(kind: EntryKind, entry: Any) -> dict[str, Any]:
    stage = Stage(entry.stage)
    return {
        "entry": entry,
        "url": kind.screen.url(entry.pk),
        "label": STAGES[stage],
        "tone": TONES[stage],
        "is_newer": entry.live and stage is not Stage.PUBLISHED,
    }


@needs(READ)
@require_safe
def entry(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One entry with everything that this person may do now."""
    return show_item(request, BY_NAME[kind].screen, pk)


@needs(READ)
def command(request: HttpRequest, kind: str, pk: int, slug: str) -> HttpResponse:
    """Ask, then do."""
    return give_command(request, BY_NAME[kind].screen, pk, slug)


@needs(WRITE)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin an entry; the form carries its future id, so that sending it twice makes one entry."""
    by, shown = actor_of(request), BY_NAME[kind]
    unit, units = units_to_choose(request, by, WRITE, local_day(clock_now()))
    uid = uid_of(request.POST.get("uid"))
    form = FORMS[shown.model](*sent(request), instance=shown.model(unit=unit))
    if OTHER_UNIT in request.POST:
        form = FORMS[shown.model](instance=form.instance, initial=typed(request, form))
    elif request.method == "POST" and form.is_valid():

        def store(values: dict[str, Any]) -> Entry:
            return write_entry(
                by=by, model=shown.model, unit_id=unit.pk, values=values, now=clock_now(), uid=uid
            )

        saved = _store(form, by, unit.pk, store)
        if saved is not None:
            return _saved(request, shown, form, saved.pk)
    back_url = reverse(f"directory:{kind}_list")
    context = {"kind": shown, "form": form, "unit": unit, "units": units, "uid": uid, "back_url": back_url}
    return render(request, "directory/form.html", context, status=422 if form.errors else 200)


@needs(WRITE)
def change(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Correct the newest version."""
    by, shown = actor_of(request), BY_NAME[kind]
    row = shown.screen.find(by, pk)
    require(by, WRITE, row)
    form = FORMS[shown.model](*sent(request), instance=newest(row))
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")

        def store(values: dict[str, Any]) -> Entry:
            return edit_entry(by=by, entry=row, expected_version=version, values=values, now=clock_now())

        try:
            saved = _store(form, by, row.unit_id, store)
        except Conflict:
            saved = None
            form.add_error(
                None, _("Somebody else saved this meanwhile. Open it again, so that nothing is lost.")
            )
        if saved is not None:
            return _saved(request, shown, form, pk)
    context = {
        "kind": shown,
        "form": form,
        "unit": row.unit,
        "version": request.POST.get("version", row.version),
        "back_url": shown.screen.url(pk),
    }
    return render(request, "directory/form.html", context, status=422 if form.errors else 200)


def _store(form: EntryForm, by: Actor, unit_id: int, store: Any) -> Entry | None:
    """Store the entry together with its picture; what is refused stands beside its field."""
    values, file, field = form.values(), form.cleaned_data.get("picture_file"), "picture_file"
    try:
        with transaction.atomic():
            title = str(values.get("full_name") or values.get("name") or "")
            if file:
                alt = values[f"{form.picture_field}_alt"]
                values[form.picture_field] = _picture(by, unit_id, file, title, alt)
            elif form.cleaned_data.get("remove_picture"):
                values |= {form.picture_field: None, f"{form.picture_field}_alt": ""}
            if isinstance(form, BusinessForm):
                field = "more_files"
                added = [_picture(by, unit_id, each, title) for each in form.cleaned_data[field]]
                values["more_pictures"] = form.with_pictures(added)
            saved: Entry = store(values)
    except Unacceptable as refusal:
        form.add_error(field, str(refusal.reason.label))
    except ValidationError as refused:
        take_errors(form, refused)
    else:
        return saved
    return None


def _saved(request: HttpRequest, kind: EntryKind, form: EntryForm, pk: int) -> HttpResponse:
    """On to the entry, or first to the new pictures, which want words."""
    if form.cleaned_data.get("more_files"):
        messages.info(request, _("The draft was saved. Now say what each picture shows."))
        return redirect(kind.screen.change, pk)
    messages.success(request, _("The draft was saved. Read it once more, then submit it."))
    return redirect(kind.screen.url(pk))


def _picture(by: Actor, unit_id: int, file: Any, title: str, alt: str = "") -> Image:
    words = alt or _("Picture of “%(title)s”") % {"title": title}
    return store_image(by=by, unit_id=unit_id, file=file, title=title, alt_text=words, now=clock_now())
