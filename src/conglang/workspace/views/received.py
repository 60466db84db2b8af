"""What units above put on our site: read it, say something under it, or do without it."""

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.units.queries import public_scope
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.screens import give_command, newest, show_item
from conglang.tools.distribution.models import Line
from conglang.tools.distribution.permissions import READ, REFUSE, REMARK
from conglang.tools.distribution.queries import may_be_refused, remark_on
from conglang.tools.distribution.queries import received as lines_from_above
from conglang.tools.distribution.services.receive import refuse, take, write_remark
from conglang.workspace.kinds import REMARKS
from conglang.workspace.reach import reach
from conglang.workspace.sheet_forms import RefusalForm, RemarkForm
from conglang.workspace.views.settings_page import attempt

PER_PAGE = 50


@needs(READ)
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Everything that stands on the unit's site from above, the newest first."""
    where = reach(request, READ)
    page = Paginator(lines_from_above(where.unit.pk), PER_PAGE).get_page(request.GET.get("page"))
    titles = _titles(where.unit, page)
    context = {
        "reach": where,
        "page": page,
        "rows": [(line, titles.get(line.object_id, _("An item that was withdrawn"))) for line in page],
    }
    return render(request, "workspace/received.html", context)


@needs(READ)
def received_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item from above as our readers see it, with our remark under it."""
    by = actor_of(request)
    line: Line | None = Line.objects.select_related("unit", "sender", "refused_by").filter(pk=pk).first()
    if line is None or not lines_from_above(line.unit_id).filter(pk=pk).exists():
        raise NotFound
    require(by, READ, line)
    remark, shown, title = remark_on(line), "", _("An item that was withdrawn")
    with use_scope(public_scope(line.unit)):
        item = _items([line.object_id]).select_related("section", "unit", "lead").first()
        if item is not None:
            # public addresses of pictures: the private ones are the other unit's
            context = {"article": item, "request": SimpleNamespace(site=line.unit)}
            shown, title = render_to_string("workspace/article.html", context), item.title
    about = request.POST.get("viec", "")
    writing = RemarkForm(
        request.POST if about == "loi-nhan" else None,
        initial={
            "text": newest(remark).text if remark else "",
            "version": remark.latest_revision_id if remark else None,
        },
    )
    refusing = RefusalForm(request.POST if about == "tu-choi" else None)

    def act() -> object:
        now = clock_now()
        if about == "nhan-lai":
            return take(by=by, line_id=pk, now=now)
        if about == "tu-choi":
            return refuse(by=by, line_id=pk, reason=refusing.cleaned_data["reason"], now=now)
        given = writing.cleaned_data
        return write_remark(
            by=by, line_id=pk, title=title, text=given["text"], expected_version=given["version"], now=now
        )

    form: Any = refusing if about == "tu-choi" else writing
    is_sent = request.method == "POST" and about in _DONE
    if is_sent and (about == "nhan-lai" or form.is_valid()) and attempt(form, act):
        messages.success(request, _DONE[about]())
        return redirect(_after(about, line))
    context = {
        "line": line, "title": title, "shown": shown, "remark": remark,
        "writing": writing if item is not None and by.may(REMARK, line.unit_id) else None,
        "refusing": refusing if by.may(REFUSE, line.unit_id) and may_be_refused(line) else None,
        "index_url": f"{reverse('workspace:received')}?don-vi={line.unit_id}",
    }  # fmt: skip
    return render(request, "workspace/received_item.html", context, status=422 if form.errors else 200)


@needs(READ)
@require_safe
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """One remark with everything that this person may do now."""
    return show_item(request, REMARKS, pk)


@needs(READ)
def remark_command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask, then do."""
    return give_command(request, REMARKS, pk, slug)


@needs(REMARK)
@require_safe
def change_remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Where its words are written: under the item."""
    row = REMARKS.find(actor_of(request), pk)
    return redirect("workspace:received_item", pk=row.line_id)


_DONE = {
    "loi-nhan": lambda: _("The draft was saved. Read it once more, then submit it."),
    "tu-choi": lambda: _("Your site does without this item now."),
    "nhan-lai": lambda: _("Your site shows this item again."),
}


def _after(about: str, line: Line) -> str:
    remark = remark_on(line)
    if about == "loi-nhan" and remark is not None:
        return reverse("workspace:remark", args=[remark.pk])
    return reverse("workspace:received_item", args=[line.pk])


def _items(keys: list[int]) -> Any:
    return Article.objects.filter(pk__in=keys)


def _titles(unit: Any, lines: Any) -> dict[int, str]:
    """Titles of what is still public; the unit reads it as its visitors do."""
    with use_scope(public_scope(unit)):
        return dict(_items([line.object_id for line in lines]).values_list("pk", "title"))
