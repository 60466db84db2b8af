"""Write and correct an article in one plain form."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.models import Membership
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.places import OTHER_UNIT, UNIT_KEY
from conglang.base.ui.sent import sent, typed, uid_of
from conglang.base.units.models import Unit
from conglang.content.newsroom.labels import explain
from conglang.content.newsroom.languages import Language
from conglang.content.newsroom.models import Article, ItemStatus
from conglang.content.newsroom.rules import may_edit
from conglang.content.newsroom.services.edit_article import Conflict, Locked, edit_article
from conglang.content.newsroom.services.hold import let_go
from conglang.content.newsroom.services.import_file import import_file
from conglang.content.newsroom.services.write_article import write_article
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.media.rules import Unacceptable
from conglang.tools.media.services.store import store_image
from conglang.workspace.changes import differences
from conglang.workspace.proofs import summary_of
from conglang.workspace.views.holds import held_page, told
from conglang.workspace.views.items import article_in_reach, newest
from conglang.workspace.writing import ArticleForm, initial_of

WRITE = "newsroom.write"
ORIGINAL = "ban-dich-cua"  # key of an address: the article whose translation is to be written


@needs(WRITE)
def write(request: HttpRequest) -> HttpResponse:
    """A new article; the form carries its future id, so that sending it twice makes one article."""
    by = actor_of(request)
    unit = _unit(request, by)
    uid = uid_of(request.POST.get("uid"))
    author = {"author_name": by.name, "author_address": _address(_appointments(by), unit)}
    initial = author | _of_original(request, unit)
    form = ArticleForm(*sent(request), unit_id=unit.pk, initial=initial)
    is_anew = OTHER_UNIT in request.POST
    if is_anew:
        form = ArticleForm(unit_id=unit.pk, initial=initial | _taken_along(request, form, by))
    elif request.method == "POST":
        is_valid = form.is_valid()
        _keep_picture(form, by, unit.pk)
        if is_valid and not form.errors:
            article = _begin(request, form, by, uid)
            if article is not None:
                messages.success(request, _("The draft was saved. Read it once more, then submit it."))
                return _after(request, article, "moi")
    context = {"form": form, "uid": uid, "unit": unit, "units": _units(by), "lead": _lead(form)}
    context |= {"original": _chosen(form, "translation_of"), "is_anew": is_anew}
    return render(request, "workspace/write.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, form: ArticleForm, by: Actor, uid: UUID) -> Article | None:
    """The draft; None when the form says why there is none."""
    try:
        if form.cleaned_data.get("file"):
            return _from_file(request, form, by)
        return write_article(by=by, content=form.content(), now=clock_now(), uid=uid)
    except ValidationError as error:
        form.take_errors(error)
    return None


@transaction.atomic
def _from_file(request: HttpRequest, form: ArticleForm, by: Actor) -> Article | None:
    """The draft read from a file, with what was typed beside it; its report goes to the next page."""
    given, now = form.cleaned_data, clock_now()
    item = import_file(
        by=by, section_id=given["section"].pk, file=given["file"], name=given["file"].name, now=now
    )
    if item.article is None:
        for problem in item.problems:
            form.add_error("file", explain(problem))
        return None
    for problem in item.problems:
        messages.warning(request, explain(problem))
    if item.status == ItemStatus.DUPLICATE:
        return item.article
    article = newest(item.article)
    content = form.content(title=article.title, summary=article.summary)
    return edit_article(
        by=by, article_id=article.pk, expected_revision=item.article.version, content=content, now=now
    )


@needs(WRITE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the newest version. Whoever saved meanwhile is not overwritten without being asked."""
    by = actor_of(request)
    row = article_in_reach(by, pk)
    if not may_edit(by, unit_id=row.unit_id, author_id=row.author_id):
        raise Forbidden
    if request.method != "POST" and (held := held_page(row, by, clock_now())):
        return held
    article = newest(row)
    form = ArticleForm(
        *sent(request),
        unit_id=row.unit_id,
        article=article,
        initial=initial_of(article),
    )
    context: dict[str, Any] = {"form": form, "article": row, "version": row.version}
    status = 200
    if request.method == "POST":
        is_valid = form.is_valid()
        _keep_picture(form, by, row.unit_id)
        status = 422
        if is_valid and not form.errors:
            outcome = _change(request, form, by, row)
            if isinstance(outcome, HttpResponse):
                return outcome
            context |= outcome
            status = 409 if outcome else 422
    context |= {
        "lead": _lead(form),
        "original": _chosen(form, "translation_of"),
        "editor_url": reverse("wagtailsnippets_newsroom_article:edit", args=[pk]),
        "proofs": summary_of(row, article),
    }
    return render(request, "workspace/change.html", context, status=status)


def _change(
    request: HttpRequest, form: ArticleForm, by: Actor, row: Article
) -> HttpResponse | dict[str, Any]:
    """Save, or what the page has to say about somebody else's version."""
    content = form.content()
    try:
        edit_article(
            by=by,
            article_id=row.pk,
            expected_revision=request.POST.get("version", ""),
            content=content,
            now=clock_now(),
        )
    except Conflict as conflict:
        mine = newest(conflict.article)
        content.put_into(mine)
        return {
            "version": conflict.article.version,
            "differences": differences(conflict.stored, mine),
            "before_label": _("Saved by another person"),
            "after_label": _("What you wrote"),
        }
    except Locked as locked:
        form.add_error(None, told(locked))
        return {}
    except ValidationError as error:
        form.take_errors(error)
        return {}
    let_go(by=by, article_id=row.pk)
    messages.success(request, _("Your changes were saved."))
    return _after(request, row, "sua")


def _after(request: HttpRequest, article: Article, saved: str) -> HttpResponse:
    """The article's page, or where its pictures and files are added if that button was pressed."""
    page = "parts" if "kem-theo" in request.POST else "item"
    return redirect(f"{reverse(f'workspace:{page}', args=[article.pk])}?da-luu={saved}")


def _keep_picture(form: ArticleForm, by: Actor, unit_id: int) -> None:
    """Store a good picture at once: whatever else is wrong with the form, it need not be chosen again."""
    given = form.cleaned_data
    upload = given.get("picture")
    if not upload or "picture" in form.errors:
        return
    if not given.get("lead_alt", "").strip():  # a picture that nobody described is not stored
        form.add_error("picture", _("Please choose the picture once more, because browsers forget it."))
        return
    try:
        image = store_image(
            by=by,
            unit_id=unit_id,
            file=upload,
            title=given.get("title") or upload.name,
            alt_text=given["lead_alt"],
            now=clock_now(),
        )
    except Unacceptable as refusal:
        form.add_error("picture", str(refusal.reason.label))
        return
    given["lead"] = image
    data: Any = form.data
    form.data = data.copy()
    cast("Any", form.data)["lead"] = str(image.pk)


def _lead(form: ArticleForm) -> Any:
    """The picture that the form stands with now."""
    return _chosen(form, "lead")


def _chosen(form: ArticleForm, name: str) -> Any:
    """The row that a field stands with now."""
    field: Any = form.fields[name]
    value = form[name].value()
    return field.queryset.filter(pk=value).first() if str(value or "").isdigit() else None


def _of_original(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """What a translation begins with: everything but the words."""
    wanted = request.GET.get(ORIGINAL, "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 18):
        return {}
    original = Article.objects.filter(pk=int(wanted), unit=unit, translation_of=None).first()
    if original is None:
        return {}
    return {
        "translation_of": original.pk,
        "section": original.section_id,
        "language": Language.ENGLISH,
        "lead": original.lead_id,
    }


def _taken_along(request: HttpRequest, form: ArticleForm, by: Actor) -> dict[str, Any]:
    """What was typed, for the form of another unit: without what only the first one has."""
    kept = typed(request, form)
    left = {name for name in ("lead", "translation_of") if _chosen(form, name) is None}
    held = _appointments(by)
    if kept["author_address"] in {_address(held, each.unit) for each in held}:
        left.add("author_address")
    return {name: value for name, value in kept.items() if name not in left}


def _units(by: Actor) -> list[Unit]:
    """Units of today for which the person can write, if there are several; a board above may have many."""
    ids = [unit for unit in by.scope.writable or () if by.may(WRITE, unit)]
    today = local_day(clock_now())
    found = [unit for unit in Unit.objects.filter(pk__in=ids) if unit.in_force(today)]
    return found if len(found) > 1 else []


def _unit(request: HttpRequest, by: Actor) -> Unit:
    wanted = request.POST.get(UNIT_KEY) or request.GET.get(UNIT_KEY, "")
    unit_id = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 else by.unit_id
    unit = Unit.objects.filter(pk=unit_id).first() if unit_id else None
    if unit is None or not by.scope.may_read(unit.pk):
        raise NotFound
    if not by.may(WRITE, unit.pk):
        raise Forbidden
    return unit


def _appointments(by: Actor) -> list[Membership]:
    found = Membership.objects.in_force(clock_now()).filter(user=by.user_id)
    return list(found.select_related("department", "unit"))


def _address(everywhere: list[Membership], unit: Unit) -> str:
    """The person's department, if an appointment names one, else their unit: a board above keeps its name."""
    held = [each for each in everywhere if each.unit_id == unit.pk] or everywhere
    named = next((f"{each.department.name}, {each.unit.title}" for each in held if each.department), "")
    if named:
        return named
    return held[0].unit.title if held else unit.title
