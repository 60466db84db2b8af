"""Pictures, video, sound and files of an article, added one by one in plain forms."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import Forbidden
from conglang.base.ui.sent import sent
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.rules import may_edit
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.edit_article import Conflict, Locked, edit_article
from conglang.content.newsroom.services.receive_file import alt_of_unknown
from conglang.kernel.clock import now as clock_now
from conglang.tools.media.models import Document, Image
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_document, store_image
from conglang.tools.pages.picture_forms import PicturesForm, WordsForm, described, undescribed
from conglang.workspace.part_forms import PartForm
from conglang.workspace.parts import (
    FORMS,
    PICTURE_BLOCKS,
    Raw,
    block,
    moved,
    picture_part,
    pictures_of,
    shown,
    with_part,
)
from conglang.workspace.typed import parts_of, raw_body
from conglang.workspace.views.holds import told
from conglang.workspace.views.items import article_in_reach, newest, saved_key

WRITE = "newsroom.write"


@dataclass(frozen=True)
class NewPart:
    """A kind of part that can be added: its word in addresses, its block, its button."""

    slug: str
    kind: str
    label: Promise
    icon: str


NEW = (
    NewPart("anh", "gallery", gettext_lazy("Add pictures"), "picture"),
    NewPart("video", "video", gettext_lazy("Add a video"), "plus"),
    NewPart("am-thanh", "sound", gettext_lazy("Add sound"), "plus"),
    NewPart("tep", "attachment", gettext_lazy("Attach a file"), "file"),
    NewPart("dinh-chinh", "correction", gettext_lazy("Add a correction"), "edit"),
)


@dataclass
class Table:
    """An article on the desk of somebody who changes its parts."""

    by: Actor
    row: Article
    article: Article
    raw: list[Raw]
    version: str
    problem: str = ""

    @property
    def parts(self) -> list[Raw]:
        """What stands after the text."""
        return parts_of(self.raw)

    @property
    def url(self) -> str:
        """The list of parts."""
        return reverse("workspace:parts", args=[self.row.pk])

    def store(self, body: list[Raw]) -> bool:
        """Save the body; False where `problem` says why it was not."""
        content = replace(ArticleContent.of(self.article), body=body)
        try:
            edit_article(
                by=self.by,
                article_id=self.row.pk,
                expected_revision=self.version,
                content=content,
                now=clock_now(),
            )
        except Conflict as conflict:
            self.version = conflict.article.version
            self.problem = _(
                "Somebody else saved this article meanwhile. What you typed still stands here: save it again."
            )
        except Locked as locked:
            self.problem = told(locked)
        except ValidationError as error:
            self.problem = " ".join(error.messages)
        return not self.problem


@needs(WRITE)
def parts(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, with buttons that move and remove a part."""
    table = _table(request, pk)
    if request.method == "POST":
        place = request.POST.get("place", "")
        at = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else None
        if table.store(moved(table.raw, table.parts, request.POST.get("row", ""), at)):
            return redirect(table.url)
    context = {
        "rows": shown(table.parts, table.row.unit_id),
        "new": NEW,
        "saved_key": saved_key(request, table.row),
    }
    return _page(request, "workspace/parts.html", table, context)


@needs(WRITE)
def new_part(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A part that comes last."""
    wanted = next((each for each in NEW if each.slug == slug), None)
    if wanted is None:
        raise Http404
    table = _table(request, pk)
    if wanted.kind in FORMS:
        return _file_part(request, table, FORMS[wanted.kind], str(wanted.label), block(wanted.kind, {}))
    form = PicturesForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        made = picture_part(_new_pictures(request, form, table))
        if made and table.store([*table.raw, made]):
            return redirect("workspace:part", pk=pk, key=made["id"])
    return _page(request, "workspace/part.html", table, {"form": form, "heading": str(wanted.label)})


@needs(WRITE)
def part(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A part that is there: its words, its files."""
    table = _table(request, pk)
    found = next((each for each in table.parts if each["id"] == key), None)
    if found is None:
        messages.warning(request, _("This part is not in the article any more."))
        return redirect(table.url)
    if found["type"] in PICTURE_BLOCKS:
        return _pictures(request, table, found)
    return _file_part(request, table, FORMS[found["type"]], _("Change this part"), found)


def _file_part(
    request: HttpRequest, table: Table, form_class: type[PartForm], heading: str, old: Raw
) -> HttpResponse:
    """A video, a sound, a file; a good file is stored at once, so that it need not be chosen again."""
    form = form_class(*sent(request), unit_id=table.row.unit_id, initial=form_class.initial_of(old["value"]))
    if request.method == "POST":
        form.is_valid()
        _store_files(form, table)
        form.ask_for_files()
        if not form.errors:
            made = block(old["type"], {**old["value"], **form.value()}, old["id"])
            if table.store(with_part(table.raw, old["id"], made)):
                messages.success(request, _("It was saved with the article."))
                return redirect(table.url)
    kept = [key for name in form.slots.values() if str(key := form[name].value() or "").isdigit()]
    files = list(Document.objects.filter(unit=table.row.unit_id, pk__in=kept))
    return _page(request, "workspace/part.html", table, {"form": form, "heading": heading, "files": files})


def _store_files(form: PartForm, table: Table) -> None:
    for slot in form.slots:
        upload = form.cleaned_data.get(slot)
        if not upload:
            continue
        try:
            document = store_document(
                by=table.by,
                unit_id=table.row.unit_id,
                file=upload,
                title=form.cleaned_data.get("name") or "",
                now=clock_now(),
            )
        except Unacceptable as refusal:
            form.add_error(slot, str(refusal.reason.label))
        else:
            form.take(slot, document)


def _pictures(request: HttpRequest, table: Table, old: Raw) -> HttpResponse:
    """What each picture of a set shows, and more pictures."""
    rows = pictures_of(old)
    images = Image.objects.filter(unit=table.row.unit_id).in_bulk([row["picture"]["image"] for row in rows])
    forms = WordsForm.of(sent(request)[0], rows)
    more = PicturesForm(*sent(request))
    more.fields["files"].required = False
    if request.method == "POST" and all([*(form.is_valid() for form in forms), more.is_valid()]):
        added = _new_pictures(request, more, table)
        made = picture_part([*described(rows, forms), *added], old["id"])
        if not more.errors and table.store(with_part(table.raw, old["id"], made)):
            if added:
                return redirect("workspace:part", pk=table.row.pk, key=old["id"])
            messages.success(request, _("It was saved with the article."))
            return redirect(table.url)
    pairs = [(images.get(row["picture"]["image"]), form) for row, form in zip(rows, forms, strict=True)]
    context = {"pairs": pairs, "form": more, "heading": _("What the pictures show")}
    return _page(request, "workspace/part_pictures.html", table, context)


def _new_pictures(request: HttpRequest, form: PicturesForm, table: Table) -> list[Raw]:
    """The good ones of the files; of the others it is said which and why, so that the good ones stay."""
    found: dict[int, Raw] = {}
    problems = []
    for file in form.cleaned_data["files"]:
        try:
            image = store_image(
                by=table.by,
                unit_id=table.row.unit_id,
                file=file,
                title=file.name,
                alt_text=alt_of_unknown(table.article.title),
                now=clock_now(),
            )
        except Unacceptable as refusal:
            problems.append(f"{file.name}: {refusal.reason.label}")
        else:
            found[image.pk] = undescribed(image.pk)
    for text in problems:
        if found:
            messages.warning(request, text)
        else:
            form.add_error("files", text)
    return list(found.values())


def _table(request: HttpRequest, pk: int) -> Table:
    by = actor_of(request)
    row = article_in_reach(by, pk)
    if not may_edit(by, unit_id=row.unit_id, author_id=row.author_id):
        raise Forbidden
    article = newest(row)
    version = request.POST.get("version", "") if request.method == "POST" else row.version
    return Table(by, row, article, raw_body(article), version)


def _page(request: HttpRequest, template: str, table: Table, context: dict[str, Any]) -> HttpResponse:
    form = context.get("form")
    failed = table.problem or (form is not None and form.errors)
    return render(request, template, {"table": table} | context, status=422 if failed else 200)
