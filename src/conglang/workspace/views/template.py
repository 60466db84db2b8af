"""The province's template of sections and front pages: prepared, looked at, proposed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.pages.editing import Impossible, Rows, add_row, change_row, move_row, remove_row, the_row
from conglang.tools.pages.faults import words
from conglang.tools.pages.layout import Row, Template
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.refusals import ChangeRefused
from conglang.tools.pages.services.propose_change import propose_change
from conglang.workspace.layout_forms import BlockForm, TemplateSectionForm
from conglang.workspace.layouts import (
    BLOCKS,
    EDIT,
    SECTIONS,
    Working,
    is_reserved,
    province_of,
    save_template,
    step_to,
    template_rows,
    working,
)
from conglang.workspace.page_changes import template_reach
from conglang.workspace.views.drafts import DISCARD, discard
from conglang.workspace.views.settings_page import FormPage

LIST = "workspace:template"


@needs(EDIT)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The template as the person prepares it."""
    copy = _working(request)
    shown = Template.of(copy.content)
    titles = {row.key: row.title for row in shown.sections}
    context = {
        "copy": copy,
        "sections": [(each, titles.get(each.row.parent, "")) for each in template_rows(shown.sections)],
        "blocks": template_rows(shown.blocks),
    }
    return render(request, "workspace/template.html", context)


@needs(EDIT)
@require_POST
def template_step(request: HttpRequest) -> HttpResponse:
    """Move or remove a row, as the button says, or give the draft up."""
    by, now, copy = actor_of(request), clock_now(), _working(request)
    if DISCARD in request.POST:
        return discard(request, copy, reverse(LIST))
    which = BLOCKS if request.POST.get("nhom") == BLOCKS else SECTIONS
    key, place = request.POST.get("muc", ""), request.POST.get("place", "")

    def step(rows: Rows) -> Rows:
        if "bo" in request.POST and which == SECTIONS:
            return remove_row(rows, key)
        return move_row(rows, key, step_to([(row.key, row.parent) for row in rows], key, place))

    error = _tried(lambda: save_template(by, copy.unit, now, step, which))
    if error:
        messages.error(request, error)
    return redirect(f"{reverse(LIST)}#{key}" if not error and "bo" not in request.POST else LIST)


@needs(EDIT)
def new_template_section(request: HttpRequest) -> HttpResponse:
    """Add a section to the working copy."""
    copy = _working(request)
    form = TemplateSectionForm.of(None, _headings(copy), request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()

        def step(rows: Rows) -> Rows:
            parts = {name: facts.pop(name) for name in ("title", "kind", "parent")}
            added = add_row(rows, **parts, is_taken=is_reserved)
            key = next(row.key for row in added if row not in rows)
            return change_row(added, key, **facts)

        if _kept(request, form, copy, step):
            return redirect(LIST)
    return _form_page(_("Add a section to the template"), copy).show(request, form)


@needs(EDIT)
def template_section(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a section in the working copy."""
    copy = _working(request)
    row = _row(Template.of(copy.content).sections, slug)
    headings = [heading for heading in _headings(copy) if heading.key != slug]
    form = TemplateSectionForm.of(row, headings, request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if _kept(request, form, copy, lambda rows: change_row(rows, slug, **facts)):
            return redirect(f"{reverse(LIST)}#{slug}")
    return _form_page(row.title, copy).show(request, form)


@needs(EDIT)
def template_block(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a part of the front page in the working copy."""
    copy = _working(request)
    row = _row(Template.of(copy.content).blocks, slug)
    form = BlockForm(request.POST or None, initial={"title": row.title, "rule": row.rule})
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if _kept(request, form, copy, lambda rows: change_row(rows, slug, **facts), BLOCKS):
            return redirect(LIST)
    return _form_page(row.title, copy).show(request, form)


@needs(EDIT)
def template_preview(request: HttpRequest) -> HttpResponse:
    """What the working copy would change, and where; from here it is proposed."""
    by, now, copy = actor_of(request), clock_now(), _working(request)
    error = ""
    if request.method == "POST":
        try:
            change = propose_change(
                by=by, unit_id=copy.unit.pk, kind="template", content=copy.content, now=now
            )
        except ChangeRefused as refused:
            error = str(refused)
        except ValidationError as impossible:
            error = " ".join(impossible.messages)
        else:
            messages.success(request, _("The template was sent. Another person has to confirm it."))
            return redirect("workspace:page_change", pk=change.pk)
    context = {
        "copy": copy,
        "lines": copy.lines,
        "error": error,
        "reach": template_reach(
            copy.unit, Template.of(copy.content), local_day(now), request.GET.get("xa", "")
        ),
    }
    return render(request, "workspace/template_preview.html", context, status=422 if error else 200)


def _working(request: HttpRequest) -> Working:
    by = actor_of(request)
    return working(by, province_of(by), "template")


def _headings(copy: Working) -> list[Row]:
    return [row for row in Template.of(copy.content).sections if not row.parent and row.kind != "page"]


def _row(rows: Rows, key: str) -> Row:
    try:
        return the_row(rows, key)
    except Impossible as unknown:
        raise NotFound from unknown


def _tried(act: Callable[[], PageChange]) -> str:
    """Take the step; returns why it could not be taken, or nothing."""
    try:
        act()
    except Impossible as impossible:
        return words(impossible)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def _kept(
    request: HttpRequest,
    form: Any,
    copy: Working,
    step: Callable[[Rows], Rows],
    which: str = SECTIONS,
) -> bool:
    """Take the step; what is wrong stands above the form, with what was typed."""
    error = _tried(lambda: save_template(actor_of(request), copy.unit, clock_now(), step, which))
    if error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Kept in your draft. Nothing has changed on the sites yet."))
    return True


def _form_page(heading: str, copy: Working) -> FormPage:
    return FormPage(heading, copy.unit.title, _("Save in the draft"), reverse(LIST))
