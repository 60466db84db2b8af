"""Pictures, channels and links of a site, prepared step by step and then sent to a second person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.kernel.clock import now as clock_now
from conglang.tools.media.models import Image
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_image
from conglang.tools.pages.front_changes import FEWEST_PICTURES, FRONT_KINDS
from conglang.tools.pages.models import ChannelKind, LinkGroup, PageChange
from conglang.tools.pages.previews import previewed
from conglang.tools.pages.refusals import ChangeRefused
from conglang.tools.pages.services.draft_change import draft_change
from conglang.tools.pages.services.propose_change import propose_change
from conglang.tools.pages.services.withdraw_change import withdraw_change
from conglang.workspace.front import PROPOSE, Bench, bench, drafts_of, library
from conglang.workspace.front_forms import ChannelForm, LinkForm, PictureForm, RowForm
from conglang.workspace.reach import reach

READ = "pages.read_changes"


@dataclass(frozen=True)
class Shown:
    """A row on the page; `key` is what is unique in it."""

    key: str
    facts: dict[str, Any]
    words: str
    label: str
    image: Image | None = None


@needs(PROPOSE)
def pictures(request: HttpRequest) -> HttpResponse:
    """The banner: add from a file or the library, describe, order, remove."""
    at = bench(request, "pictures")
    images = Image.objects.filter(unit=at.reach.unit).in_bulk([row["image_id"] for row in at.content])

    def show(row: dict[str, Any]) -> Shown:
        return Shown(str(row["image_id"]), row, row["alt_text"], "", images.get(row["image_id"]))

    more = {
        "library": library(at.reach.unit.pk, set(images)),
        "is_few": len(at.content) < FEWEST_PICTURES,
        "fewest": FEWEST_PICTURES,
    }
    return _rows_page(request, at, PictureForm, show, more)


@needs(PROPOSE)
def channels(request: HttpRequest) -> HttpResponse:
    """The list of all official channels."""

    def show(row: dict[str, Any]) -> Shown:
        return Shown(row["name"], row, row["name"], str(ChannelKind(row["kind"]).label))

    words = {
        "heading": _("Official channels"),
        "lead": _("Whatever is not in this list is not official. It stands at the foot of every page."),
        "none": _("No channel has been named yet."),
        "add": _("Add a channel"),
        "change": _("Change the channel"),
    }
    return _rows_page(request, bench(request, "channels"), ChannelForm, show, words)


@needs(PROPOSE)
def links(request: HttpRequest) -> HttpResponse:
    """Ways to other sites; those of a province stand on all its communes' pages too."""

    def show(row: dict[str, Any]) -> Shown:
        return Shown(row["address"], row, row["name"], str(LinkGroup(row["group"]).label))

    words = {
        "heading": _("Links to other sites"),
        "lead": _("They stand on the front page of this site and of all units below."),
        "none": _("There are no links yet."),
        "add": _("Add a link"),
        "change": _("Change the link"),
    }
    return _rows_page(request, bench(request, "links"), LinkForm, show, words)


@needs(PROPOSE)
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The head and the foot of the site with everything that the person has prepared."""
    unit = reach(request, PROPOSE).unit
    context = previewed(unit, drafts_of(actor_of(request), unit.pk))
    return render(request, "pages/front_preview.html", context)


@needs(READ)
@require_safe
def change_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The same with what somebody proposed, for whoever decides about it."""
    change = PageChange.objects.filter(pk=pk, kind__in=FRONT_KINDS).exclude(sha256="").first()
    if change is None or not actor_of(request).may(READ, change.unit_id):
        raise NotFound
    context = previewed(change.unit, {change.kind: change.content})
    return render(request, "pages/front_preview.html", context)


@needs(PROPOSE)
@require_POST
def send(request: HttpRequest, kind: str) -> HttpResponse:
    """Put the draft before a second person, or throw it away."""
    if kind not in FRONT_KINDS:
        raise NotFound
    by, at, now = actor_of(request), bench(request, kind), clock_now()
    if at.draft is None:
        return redirect(at.url)
    if request.POST.get("viec") == "bo":
        withdraw_change(by=by, change=at.draft, now=now)
        messages.success(request, _("Your draft was thrown away. The site is as it was."))
        return redirect(at.url)
    try:
        propose_change(by=by, unit_id=at.reach.unit.pk, kind=kind, content=at.draft.content, now=now)
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    except ValidationError as impossible:
        messages.error(request, " ".join(impossible.messages))
    else:
        messages.success(request, _("The change was sent. Another person has to confirm it."))
    return redirect(at.url)


def _rows_page(
    request: HttpRequest,
    at: Bench,
    form_class: type[RowForm],
    show: Callable[[dict[str, Any]], Shown],
    more: dict[str, Any],
) -> HttpResponse:
    rows = [show(row) for row in at.content]
    editing = next((row for row in rows if row.key == request.GET.get("sua", "")), None)
    initial = {**editing.facts, "of": editing.key} if editing else None
    form = form_class(initial=initial)
    if request.method == "POST":
        if "row" in request.POST:
            _arrange(request, at, rows)
            return redirect(at.url)
        form = form_class(request.POST, request.FILES)
        if form.is_valid() and _write(request, at, form, rows):
            return redirect(at.url)
    context = {"bench": at, "rows": rows, "form": form, "editing": editing, **more}
    template = "workspace/front_pictures.html" if at.kind == "pictures" else "workspace/front_list.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _arrange(request: HttpRequest, at: Bench, rows: list[Shown]) -> None:
    """Move or remove the row that the button names; one that is gone changes nothing."""
    key, place = request.POST["row"], request.POST.get("place", "")
    row = next((each for each in rows if each.key == key), None)
    if row is None:
        return
    others = [each for each in rows if each is not row]
    if place.isascii() and place.isdigit() and len(place) < 4:
        others.insert(int(place), row)
    _keep(request, at, [each.facts for each in others])


def _write(request: HttpRequest, at: Bench, form: RowForm, rows: list[Shown]) -> bool:
    """Put what was typed into the draft; what is refused stands beside its field."""
    facts, changed = form.facts(), form.cleaned_data["of"]
    old = next((row for row in rows if row.key == changed), None)
    try:
        if isinstance(form, PictureForm):
            facts["image_id"] = _image_of(request, at, form, old)
        content = [facts if row is old else row.facts for row in rows] + ([] if old else [facts])
        _keep(request, at, content)
    except Unacceptable as refusal:
        form.add_error("file", str(refusal.reason.label))
    except ValidationError as refused:
        form.add_error(None if hasattr(refused, "error_dict") else next(iter(facts)), refused)
    return not form.errors


def _image_of(request: HttpRequest, at: Bench, form: PictureForm, old: Shown | None) -> int:
    given = form.cleaned_data
    if given["file"]:
        image = store_image(
            by=actor_of(request), unit_id=at.reach.unit.pk, file=given["file"], title=given["file"].name,
            alt_text=given["alt_text"], now=clock_now(),
        )  # fmt: skip
        return int(image.pk)
    return int(given["image"] or (old.facts["image_id"] if old else 0))


def _keep(request: HttpRequest, at: Bench, content: list[dict[str, Any]]) -> None:
    draft_change(
        by=actor_of(request), unit_id=at.reach.unit.pk, kind=at.kind, content=content, now=clock_now()
    )
