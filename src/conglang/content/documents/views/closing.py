"""Not to publish a document: the second person reads the ground and confirms, on the document's commands."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.permissions import require
from conglang.content.documents.kinds import SCREEN
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.permissions import APPROVE
from conglang.content.documents.services.confirm_closing import against_closing, confirm_closing
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.forms import DecisionForm
from conglang.tools.approval.labels import REASONS
from conglang.tools.approval.offers import offer
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.rules import Reason

SLUG = "xac-nhan-khong-cong-khai"


@offer
def second_word(item: Publishable, by: Actor) -> tuple[str, str] | None:
    """The way to the question, on the page of a document that waits for it."""
    if not isinstance(item, OfficialDocument) or not by.may(APPROVE, item.unit_id):
        return None
    if against_closing(item, by.authorised(APPROVE, item.unit_id)):
        return None
    return _("Confirm that it is not to be published"), reverse(SCREEN.command, args=[item.pk, SLUG])


def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask with the ground, then end the clock; the form names the version on the screen."""
    by = actor_of(request)
    row = SCREEN.find(by, pk)
    by = require(by, APPROVE, row)
    if request.method != "POST":
        return _page(request, row, against_closing(row, by))
    try:
        confirm_closing(by=by, document_id=pk, seen=request.POST.get("seen", ""), now=clock_now())
    except Refused as refusal:
        return _page(request, row, refusal.reason, status=409)
    messages.success(request, _("It is not published; the ground stands on its page."))
    return redirect(SCREEN.url(pk))


def _page(request: HttpRequest, row: Any, refusal: Reason | None, status: int = 200) -> HttpResponse:
    told = {"person": row.closed_by or _("A colleague"), "ground": row.disclosure_ground or "–"}
    context = {
        "item": row,
        "item_url": SCREEN.url(row.pk),
        "change_url": reverse(SCREEN.change, args=[row.pk]),
        "question": _("Is this document not to be published?"),
        "consequence": _(
            "%(person)s decided that it is not published, on this ground: %(ground)s. If you confirm, its "
            "time limit for publication ends. Both names and the ground stay on record."
        )
        % told,
        "label": _("Confirm: not published"),
        "icon": "check",
        "kind": "danger",
        "form": DecisionForm(initial={"seen": row.version}),
        "refusal": REASONS[refusal] if refusal else "",
        "is_stale": refusal is Reason.CONTENT_CHANGED,
    }
    return render(request, "approval/command.html", context, status=status)
