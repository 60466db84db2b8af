"""Keys of programs that read the open data, and the board's decision on the use of content elsewhere."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs, visitors
from conglang.base.accounts.permissions import NotFound, require
from conglang.content.newsroom.models import Reuse, ReuseDecision
from conglang.content.newsroom.queries import usual_reuse
from conglang.content.newsroom.services.decide_reuse import decide_reuse
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.ids import uuid7
from conglang.tools.quotas.models import ApiKey
from conglang.tools.quotas.permissions import MANAGE_KEYS
from conglang.tools.quotas.services.issue_key import issue_key
from conglang.tools.quotas.services.revoke_key import revoke_key
from conglang.workspace.open_forms import KeyForm, ReuseForm
from conglang.workspace.reach import reach, unit_url
from conglang.workspace.views.settings_page import FormPage, Note, attempt

LIST = "workspace:api_keys"
DECIDE = "newsroom.decide_reuse"


@visitors
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing of this host is for programs that collect pages."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@needs(MANAGE_KEYS)
@require_safe
def api_keys(request: HttpRequest) -> HttpResponse:
    """The keys that one unit gave, newest first."""
    where, today = reach(request, MANAGE_KEYS), local_day(clock_now())
    rows = ApiKey.objects.filter(unit=where.unit).select_related("issued_by")
    context = {
        "reach": where,
        "rows": [(row, row.is_good(today)) for row in rows],
        "new_url": where.url("workspace:new_api_key"),
    }
    return render(request, "workspace/api_keys.html", context)


@needs(MANAGE_KEYS)
@never_cache
def new_api_key(request: HttpRequest) -> HttpResponse:
    """Give a key; the page after it is the only one that ever shows it."""
    where = reach(request, MANAGE_KEYS)
    form = KeyForm(request.POST or None, initial={"uid": uuid7()})
    if request.method == "POST" and form.is_valid():
        try:
            row, key = issue_key(
                by=actor_of(request),
                unit_id=where.unit.pk,
                holder=form.holder(),
                now=clock_now(),
                uid=UUID(str(form.cleaned_data["uid"])),
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            context = {"row": row, "key": key, "reach": where, "list_url": where.url(LIST)}
            return render(request, "workspace/api_key_given.html", context)
    page = FormPage(
        _("Give a key for the open data"),
        where.unit.title,
        _("Give the key"),
        where.url(LIST),
        [
            Note(
                "info",
                _("The key is shown once, on the next page. It is good on this unit's site and below."),
            )
        ],
    )
    return page.show(request, form)


@needs(MANAGE_KEYS)
def revoke_api_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take a key back."""
    row = ApiKey.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound
    require(actor_of(request), MANAGE_KEYS, row)
    back_url = unit_url(LIST, row.unit_id)
    if request.method != "POST":
        context = {
            "question": _("Take back the key of “%(name)s”?") % {"name": row.organisation},
            "explanation": _("From then on the key opens nothing. It cannot be given back."),
            "action": reverse("workspace:revoke_api_key", args=[pk]),
            "label": _("Take back"),
            "kind": "danger",
            "cancel_url": back_url,
        }
        return render(request, "ui/confirm_page.html", context)
    revoke_key(by=actor_of(request), key_id=row.pk, now=clock_now())
    messages.success(request, _("The key of “%(name)s” was taken back.") % {"name": row.organisation})
    return redirect(back_url)


@needs(DECIDE)
def reuse(request: HttpRequest) -> HttpResponse:
    """Put down what the board decided; old items keep their own."""
    where = reach(request, DECIDE)
    last = ReuseDecision.objects.filter(unit=where.unit).first()
    present = usual_reuse(where.unit.pk)
    form = ReuseForm(
        request.POST or None,
        initial={"reuse": present, "decision": last.decision if last else ""},
        present=(present, last.pk if last else 0),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def decide() -> object:
            return decide_reuse(
                by=actor_of(request),
                unit_id=where.unit.pk,
                reuse=Reuse(given["reuse"]),
                decision=given["decision"],
                now=clock_now(),
            )

        if attempt(form, decide, "decision"):
            messages.success(request, _("The decision was saved. It counts for new items."))
            return redirect(where.url("workspace:reuse"))
    note = Note("info", _("Items that exist already keep what was approved with them."))
    page = FormPage(
        _("Use of our content elsewhere"), where.unit.title, _("Save"), reverse("workspace:home"), [note]
    )
    return page.show(request, form)
