"""What a site makes of the template: prepared by its administrator, confirmed by another person."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.kernel.clock import now as clock_now
from conglang.tools.pages.editing import Impossible, add_own, drop_own, hide, put_under, rename, shift, show
from conglang.tools.pages.faults import words
from conglang.tools.pages.layout import Adaptation, Row, Wishes, arrange
from conglang.tools.pages.queries import template_for
from conglang.tools.pages.refusals import ChangeRefused
from conglang.tools.pages.services.propose_change import propose_change
from conglang.workspace.layout_forms import OwnSectionForm
from conglang.workspace.layouts import (
    BLOCKS,
    SECTIONS,
    Working,
    free_headings,
    is_reserved,
    save_site,
    site_rows,
    step_to,
    working,
)
from conglang.workspace.reach import Reach, reach
from conglang.workspace.views.drafts import DISCARD, discard
from conglang.workspace.views.settings_page import FormPage

PROPOSE = "pages.propose_change"
LIST = "workspace:site_sections"
Step = Callable[[Sequence[Row], Wishes], Wishes]


@needs(PROPOSE)
def site_sections(request: HttpRequest) -> HttpResponse:
    """The site's sections with what may be changed; from here the changes are proposed."""
    where, copy = _working(request)
    error = ""
    if request.method == "POST":
        try:
            change = propose_change(
                by=actor_of(request),
                unit_id=where.unit.pk,
                kind="sections",
                content=copy.content,
                now=clock_now(),
            )
        except ChangeRefused as refused:
            error = str(refused)
        except ValidationError as impossible:
            error = " ".join(impossible.messages)
        else:
            messages.success(request, _("Your changes were sent. Another person has to confirm them."))
            return redirect("workspace:page_change", pk=change.pk)
    template, adaptation = template_for(where.unit), Adaptation.of(copy.content)
    free = free_headings(template.sections, adaptation.sections)
    context = {
        "reach": where,
        "copy": copy,
        "error": error,
        "step_url": where.url("workspace:site_step"),
        "sections": site_rows(template.sections, adaptation.sections),
        "blocks": site_rows(template.blocks, adaptation.blocks),
        "new_url": where.url("workspace:new_site_section") if free else "",
    }
    return render(request, "workspace/site_sections.html", context, status=422 if error else 200)


@needs(PROPOSE)
@require_POST
def site_step(request: HttpRequest) -> HttpResponse:
    """Move, hide, show or drop a section of the working copy, as the button says."""
    where, copy = _working(request)
    if DISCARD in request.POST:
        return discard(request, copy, where.url(LIST))
    key, wanted = request.POST.get("muc", ""), request.POST.get("viec", "")
    place = request.POST.get("place", "")

    def step(rows: Sequence[Row], wishes: Wishes) -> Wishes:
        if wanted == "an":
            return hide(rows, wishes, key)
        if wanted == "hien":
            return show(rows, wishes, key)
        if wanted == "bo":
            return drop_own(wishes, key)
        placed = [(each.key, each.row.parent) for each in arrange(rows, wishes)]
        return shift(rows, wishes, key, step_to(placed, key, place))

    error = _tried(request, where, step, BLOCKS if request.POST.get("nhom") == BLOCKS else SECTIONS)
    if error:
        messages.error(request, error)
    return redirect(f"{where.url(LIST)}#{key}" if not error and wanted != "bo" else where.url(LIST))


@needs(PROPOSE)
def new_site_section(request: HttpRequest) -> HttpResponse:
    """Add a section of the site's own to the working copy."""
    where, copy = _working(request)
    headings = free_headings(template_for(where.unit).sections, Adaptation.of(copy.content).sections)
    if not headings:
        raise NotFound
    form = OwnSectionForm(request.POST or None, headings=headings, is_new=True)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data

        def step(rows: Sequence[Row], wishes: Wishes) -> Wishes:
            return add_own(rows, wishes, **facts, is_taken=is_reserved)

        if _kept(request, where, form, step):
            return redirect(where.url(LIST))
    return _form_page(_("Add a section of our own"), where).show(request, form)


@needs(PROPOSE)
def site_section(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a free section another name or heading in the working copy."""
    where, copy = _working(request)
    template, adaptation = template_for(where.unit), Adaptation.of(copy.content)
    placed = next(
        (each for each in site_rows(template.sections, adaptation.sections) if each.placed.key == slug), None
    )
    if placed is None or not placed.may_rename:
        raise NotFound
    row = placed.placed.row
    headings = free_headings(template.sections, adaptation.sections) if row.parent else []
    present = {key for key, _title in headings}
    if row.parent and row.parent not in present:
        titles = {each.key: each.title for each in template.sections}
        headings = [(row.parent, titles[row.parent]), *headings]
    initial = {"title": row.title, "heading": row.parent}
    form = OwnSectionForm(request.POST or None, headings=headings, is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data

        def step(rows: Sequence[Row], wishes: Wishes) -> Wishes:
            wishes = rename(rows, wishes, slug, facts["title"])
            heading = facts.get("heading", row.parent)
            return put_under(rows, wishes, slug, heading) if heading != row.parent else wishes

        if _kept(request, where, form, step):
            return redirect(f"{where.url(LIST)}#{slug}")
    return _form_page(row.title, where).show(request, form)


@needs(PROPOSE)
def site_block(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a part of the front page another heading in the working copy."""
    where, copy = _working(request)
    template, adaptation = template_for(where.unit), Adaptation.of(copy.content)
    found = next(
        (each for each in site_rows(template.blocks, adaptation.blocks) if each.placed.key == slug), None
    )
    if found is None or not found.may_rename:
        raise NotFound
    row = found.placed.row
    form = OwnSectionForm(request.POST or None, headings=(), is_new=False, initial={"title": row.title})
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        if _kept(request, where, form, lambda rows, wishes: rename(rows, wishes, slug, title), BLOCKS):
            return redirect(where.url(LIST))
    return _form_page(row.title, where).show(request, form)


def _working(request: HttpRequest) -> tuple[Reach, Working]:
    where = reach(request, PROPOSE)
    return where, working(actor_of(request), where.unit, "sections")


def _tried(request: HttpRequest, where: Reach, step: Step, which: str) -> str:
    """Take the step; returns why it could not be taken, or nothing."""
    try:
        save_site(actor_of(request), where.unit, clock_now(), step, which)
    except Impossible as impossible:
        return words(impossible)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def _kept(request: HttpRequest, where: Reach, form: Any, step: Step, which: str = SECTIONS) -> bool:
    """Take the step; what is wrong stands above the form, with what was typed."""
    error = _tried(request, where, step, which)
    if error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Kept in your draft. Nothing has changed on the site yet."))
    return True


def _form_page(heading: str, where: Reach) -> FormPage:
    return FormPage(heading, where.unit.title, _("Save in the draft"), where.url(LIST))
