"""Give up what one prepared of a site or a template."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import actor_of
from conglang.kernel.clock import now as clock_now
from conglang.tools.pages.services.withdraw_change import withdraw_change
from conglang.workspace.layouts import Working

DISCARD = "bo-nhap"  # the button's name


def discard(request: HttpRequest, copy: Working, back_url: str) -> HttpResponse:
    """Ask, then give the working copy up."""
    if copy.draft is not None and "confirmed" not in request.POST:
        context = {
            "question": _("Discard the draft?"),
            "explanation": _("All that you changed in it is lost. What is in force stays as it is."),
            "action": request.get_full_path(),
            "hidden": [{"name": DISCARD, "value": "1"}],
            "label": _("Discard the draft"),
            "kind": "danger",
            "cancel_url": back_url,
        }
        return render(request, "ui/confirm_page.html", context)
    if copy.draft is not None:
        withdraw_change(by=actor_of(request), change=copy.draft, now=clock_now())
        messages.success(request, _("Your draft was discarded."))
    return redirect(back_url)
