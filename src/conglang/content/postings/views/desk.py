"""Postings on the desk: a list, a form, the posting with its commands."""

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
from conglang.base.accounts.places import unit_of
from conglang.base.ui.sent import sent, take_errors, uid_of
from conglang.content.postings import queries
from conglang.content.postings.forms import PostingForm
from conglang.content.postings.kinds import SCREEN
from conglang.content.postings.labels import STANDINGS, TONES
from conglang.content.postings.models import Posting
from conglang.content.postings.permissions import READ, WRITE
from conglang.content.postings.rules import standing
from conglang.content.postings.services.write import edit_posting, write_posting
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

PER_PAGE = 50


@needs(READ)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every posting of the units in reach, the latest first."""
    by = actor_of(request)
    page = Paginator(queries.register(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(row) for row in page],
        "several_units": len(by.grants) > 1,
        "new_url": reverse("postings:new") if by.may_somewhere(WRITE) else "",
    }
    return render(request, "postings/register.html", context)


def _row(row: Any) -> dict[str, Any]:
    stage, state = Stage(row.stage), standing(row.starts_on, row.ends_on, local_day(clock_now()))
    return {
        "posting": row,
        "url": reverse("postings:posting", args=[row.pk]),
        "stage": STAGES[stage],
        "stage_tone": STAGE_TONES[stage],
        "state": STANDINGS[state] if row.first_published_at else "",
        "state_tone": TONES[state],
    }


@needs(READ)
@require_safe
def posting(request: HttpRequest, pk: int) -> HttpResponse:
    """One posting with its boards, and everything that this person may do now."""
    stored = SCREEN.find(actor_of(request), pk)
    return show_item(request, SCREEN, pk, **shown(stored))


def shown(stored: Posting) -> dict[str, Any]:
    """What `postings/posting.html` needs besides the item, at the desk."""
    item, on = newest(stored), local_day(clock_now())
    state = standing(item.starts_on, item.ends_on, on)
    known = item.sort if item.kind else None
    return {
        "state": STANDINGS[state],
        "state_tone": TONES[state],
        "boards": queries.boards(stored),
        "least": queries.least_days(stored.unit, known, item.starts_on) if known else None,
        "duty": queries.duty_of(stored),
        "log_url": reverse("postings:log", args=[stored.pk]) if stored.first_published_at else "",
        "document_url": reverse("documents:document", args=[item.document_id]) if item.document_id else "",
        "on_desk": True,
    }


@needs(READ)
def command(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask, then do."""
    return give_command(request, SCREEN, pk, slug)


@needs(WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a posting; the form carries its future id, so that sending it twice makes one posting."""
    by = actor_of(request)
    unit, uid = unit_of(by, WRITE), uid_of(request.POST.get("uid"))
    form = PostingForm(*sent(request), instance=Posting(unit=unit))
    if request.method == "POST" and form.is_valid():
        saved = _store(form, by, None, uid=uid)
        if saved is not None:
            messages.success(request, _("The draft was saved. Read it once more, then submit it."))
            return redirect("postings:posting", pk=saved.pk)
    context = {"form": form, "unit": unit, "uid": uid, "back_url": reverse(SCREEN.index)}
    return render(request, "postings/form.html", context, status=422 if form.errors else 200)


@needs(WRITE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the newest version."""
    by = actor_of(request)
    row = SCREEN.find(by, pk)
    require(by, WRITE, row)
    item = newest(row)
    form = PostingForm(*sent(request), instance=item, files=item.documents)
    version = request.POST.get("version", row.version)
    if request.method == "POST" and form.is_valid():
        saved = _store(form, by, row, version=version)
        if saved is not None:
            messages.success(request, _("The draft was saved. Read it once more, then submit it."))
            return redirect("postings:posting", pk=pk)
    context = {"form": form, "unit": row.unit, "version": version, "back_url": SCREEN.url(pk)}
    return render(request, "postings/form.html", context, status=422 if form.errors else 200)


def _store(form: PostingForm, by: Actor, row: Posting | None, **more: Any) -> Any:
    """Store the posting with its files; what is refused stands beside its field. None when refused."""
    unit_id = row.unit_id if row else form.instance.unit_id
    try:
        with transaction.atomic():
            given: dict[str, Any] = {
                "by": by,
                "values": form.values(),
                "files": _files(form, by, unit_id),
                "now": clock_now(),
            }
            if row is None:
                return write_posting(unit_id=unit_id, uid=more["uid"], **given)
            return edit_posting(posting=row, expected_version=more["version"], **given)
    except Unacceptable as refusal:
        form.add_error("more_files", str(refusal.reason.label))
    except Conflict:
        form.add_error(None, _("Somebody else saved this meanwhile. Open it again, so that nothing is lost."))
    except ValidationError as refused:
        take_errors(form, refused, {"document": "posted", "files": "more_files", "places": "others"})
    return None


def _files(form: PostingForm, by: Actor, unit_id: int) -> list[Document]:
    now = clock_now()
    new = [
        store_document(by=by, unit_id=unit_id, file=file, title="", now=now)
        for file in form.cleaned_data["more_files"]
    ]
    return list({file.pk: file for file in [*form.kept_files(), *new]}.values())
