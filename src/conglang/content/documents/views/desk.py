"""The register on the desk: a list with its facets, a form, the document with its commands."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.accounts.places import OTHER_UNIT, units_to_choose
from conglang.base.duties.wording import STATES
from conglang.base.ui.paging import KeysFirst
from conglang.base.ui.sent import sent, take_errors, typed, uid_of
from conglang.content.documents import queries
from conglang.content.documents.catalogue import fields, kinds
from conglang.content.documents.clock import publication_duties
from conglang.content.documents.forms import DocumentForm
from conglang.content.documents.history import history
from conglang.content.documents.kinds import SCREEN
from conglang.content.documents.labels import TONES, VALIDITY, doubt_about, explain
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.outline import outline
from conglang.content.documents.permissions import READ, WRITE
from conglang.content.documents.rules import validity
from conglang.content.documents.services.write import (
    NumberTaken,
    edit_document,
    write_document,
)
from conglang.content.documents.views import closing
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.labels import STAGES
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.screens import give_command, newest, show_item
from conglang.tools.approval.versions import Conflict
from conglang.tools.approval.wording import TONES as STAGE_TONES
from conglang.tools.media.models import Document
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_document

PER_PAGE, MAX_TEXT = 50, 200
UNDECIDED, HALF_CLOSED, DAY_OPEN = "chua-quyet-dinh", "cho-nguoi-thu-hai", "cho-xac-nhan-ngay"

# what stops a document on its way to the public before anybody submits it
OPEN_QUESTIONS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    DAY_OPEN: (gettext_lazy("Date of issue to be confirmed"), queries.day_is_open),
    UNDECIDED: (gettext_lazy("Publication not decided"), queries.not_decided),
    HALF_CLOSED: (gettext_lazy("Not to be published: waits for a second person"), queries.half_closed),
}


@needs(READ)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every document of the units in reach; kind, year, field and stage narrow the list."""
    by = actor_of(request)
    text = request.GET.get("tu-khoa", "")[:MAX_TEXT].replace("\x00", "").strip()
    asked = {name: request.GET.get(name, "") for name in ("loai", "nam", "co-quan", "linh-vuc", "trang-thai")}
    rows = queries.register(text)
    if asked["loai"] in kinds():
        rows = rows.filter(kind=asked["loai"])
    if asked["nam"].isdecimal() and len(asked["nam"]) == 4:
        rows = rows.filter(year=int(asked["nam"]))
    if asked["co-quan"]:
        rows = rows.filter(issuer_name=asked["co-quan"][:MAX_TEXT].replace("\x00", ""))
    if asked["linh-vuc"] in fields():
        rows = rows.filter(field=asked["linh-vuc"])
    if asked["trang-thai"] in set(Stage):
        rows = queries.at_stage(rows, Stage(asked["trang-thai"]))
    elif asked["trang-thai"] in OPEN_QUESTIONS:
        rows = OPEN_QUESTIONS[asked["trang-thai"]][1](rows)
    questions = {key: narrow for key, (_label, narrow) in OPEN_QUESTIONS.items()}
    counts = queries.remembered(lambda: queries.desk_facets(questions), "desk")
    pages = KeysFirst(rows, PER_PAGE)
    if asked == {**dict.fromkeys(asked, ""), "trang-thai": Stage.DRAFT.value} and not text:
        pages.count = counts["stage"][Stage.DRAFT]  # the one list that no index counts
    page = pages.get_page(request.GET.get("page"))
    may_write = by.may_somewhere(WRITE)
    context = {
        "text": text,
        "facets": _facets(asked, counts),
        "is_narrowed": bool(text or any(asked.values())),
        "page": page,
        "rows": [_row(row) for row in page],
        "undecided": queries.undecided(by.grants),
        "undecided_url": f"{reverse('documents:register')}?trang-thai={UNDECIDED}",
        "several_units": len(by.grants) > 1,
        "new_url": reverse("documents:new") if may_write else "",
        "drop_url": reverse("documents:drop") if may_write else "",
    }
    return render(request, "documents/register.html", context)


def _facets(asked: dict[str, str], counts: queries.Counts) -> list[dict[str, Any]]:
    names = {key: kind.name for key, kind in kinds().items()}
    stages: dict[str, Any] = {stage.value: label for stage, label in STAGES.items()}
    stages |= {key: label for key, (label, _narrow) in OPEN_QUESTIONS.items()}
    by_stage = {key: counts["stage"].get(key, 0) for key in stages}
    found: list[tuple[str, Any, dict[Any, int], Any]] = [
        ("loai", _("Kind"), counts["kind"], names.get),
        ("nam", _("Year"), dict(reversed(counts["year"].items())), lambda year, _else: str(year)),
        ("co-quan", _("Authority"), counts["issuer_name"], lambda name, _else: name),
        ("linh-vuc", _("Field of the document"), counts["field"], fields().get),
        ("trang-thai", _("Stage"), by_stage, stages.get),
    ]
    return [
        {
            "name": name,
            "label": label,
            "choices": [
                {
                    "value": str(value),
                    "label": word(value, value),
                    "count": n,
                    "chosen": str(value) == asked[name],
                }
                for value, n in numbers.items()
            ],
        }
        for name, label, numbers, word in found
    ]


def _row(row: Any) -> dict[str, Any]:
    stage, state = Stage(row.stage), validity(row.span, local_day(clock_now()))
    return {
        "document": row,
        "url": reverse("documents:document", args=[row.pk]),
        "stage": STAGES[stage],
        "stage_tone": STAGE_TONES[stage],
        "state": VALIDITY[state] if row.starts_on else "",
        "state_tone": TONES[state],
        "is_to_check": bool(row.reading),
        "is_undecided": not row.disclosure,
    }


@needs(READ)
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document with everything that this person may do now."""
    by = actor_of(request)
    item = newest(SCREEN.find(by, pk))
    return show_item(request, SCREEN, pk, **shown(item))


def shown(item: OfficialDocument) -> dict[str, Any]:
    """What `documents/document.html` needs besides the item, at the desk."""
    state = validity(item.span, local_day(clock_now()))
    relatives = queries.relatives(item)
    urls = {each.document.pk: SCREEN.url(each.document.pk) for each in relatives if each.document}
    life, named = history(item, relatives, urls)
    return {
        "state": VALIDITY[state],
        "state_tone": TONES[state],
        "life": life,
        "named": named,
        "parts": outline(item.text),
        "clock": _clock(item),
        "doubt": doubt_about(item.kind, item.code),
        "on_desk": True,
    }


def _clock(item: OfficialDocument) -> dict[str, Any] | None:
    """By when it has to be public, and whether it was; nothing for what has no clock."""
    duty = publication_duties(item).last()
    if duty is None:
        return None
    label, tone = STATES[duty.state(clock_now())]
    return {"duty": duty, "label": label, "tone": tone, "url": reverse("duties:duty", args=[duty.pk])}


@needs(READ)
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask, then do."""
    return closing.confirm(request, pk) if slug == closing.SLUG else give_command(request, SCREEN, pk, slug)


@needs(WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a document; the form carries its future id, so that sending it twice makes one document."""
    by = actor_of(request)
    unit, units = units_to_choose(request, by, WRITE)
    uid = uid_of(request.POST.get("uid"))
    form = DocumentForm(*sent(request), instance=OfficialDocument(unit=unit))
    if OTHER_UNIT in request.POST:
        form = DocumentForm(instance=form.instance, initial=typed(request, form))
    elif request.method == "POST" and form.is_valid():
        saved = _store(form, by, None, uid=uid)
        if saved is not None:
            messages.success(request, _("The draft was saved. Read it once more, then submit it."))
            return redirect("documents:document", pk=saved.pk)
    context = {"form": form, "unit": unit, "units": units, "uid": uid, "back_url": reverse(SCREEN.index)}
    return render(request, "documents/form.html", context, status=422 if form.errors else 200)


@needs(WRITE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the newest version; saving confirms what was read from the file."""
    by = actor_of(request)
    row = SCREEN.find(by, pk)
    require(by, WRITE, row)
    item = newest(row)
    form = DocumentForm(*sent(request), instance=item, files=item.documents)
    for name, words in explain(row.reading).items():
        if name in form.fields:
            form.fields[name].help_text = words
    version = request.POST.get("version", row.version)
    if request.method == "POST" and form.is_valid():
        saved = _store(form, by, row, version=version)
        if saved is not None:
            messages.success(request, _("The draft was saved. Read it once more, then submit it."))
            return redirect("documents:document", pk=pk)
    context = {
        "form": form,
        "unit": row.unit,
        "version": version,
        "is_to_check": bool(row.reading),
        "first_file": item.documents[0] if item.documents else None,
        "back_url": SCREEN.url(pk),
    }
    return render(request, "documents/form.html", context, status=422 if form.errors else 200)


def _store(form: DocumentForm, by: Actor, row: OfficialDocument | None, **more: Any) -> Any:
    """Store the document with its files; what is refused stands beside its field. None when refused."""
    unit_id = row.unit_id if row else form.instance.unit_id
    try:
        with transaction.atomic():
            files = _files(form, by, unit_id)
            given: dict[str, Any] = {"by": by, "values": form.values(), "files": files, "now": clock_now()}
            if row is None:
                return write_document(unit_id=unit_id, uid=more["uid"], **given)
            return edit_document(document=row, expected_version=more["version"], **given)
    except Unacceptable as refusal:
        form.add_error("signed_file", str(refusal.reason.label))
    except Conflict:
        form.add_error(None, _("Somebody else saved this meanwhile. Open it again, so that nothing is lost."))
    except NumberTaken as taken:
        url = reverse("documents:document", args=[taken.existing.pk])
        link = format_html('<a href="{}">{}</a>', url, taken.existing)
        words = _("The register has this number already: %(document)s.") % {"document": "{}"}
        form.add_error("code", format_html(words, link))
    except ValidationError as refused:
        take_errors(form, refused)
    return None


def _files(form: DocumentForm, by: Actor, unit_id: int) -> list[Document]:
    """The files in their order; a new signed one takes the place of the old."""
    kept, now = form.kept_files(), clock_now()

    def store(file: Any) -> Document:
        return store_document(by=by, unit_id=unit_id, file=file, title="", now=now)

    signed = form.cleaned_data.get("signed_file")
    if signed:
        rest = kept[1:] if kept and kept[0].extension == "pdf" else kept
        kept = [store(signed), *rest]
    kept += [store(file) for file in form.cleaned_data["more_files"]]
    return list({file.pk: file for file in kept}.values())
