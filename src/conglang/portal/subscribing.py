"""News by e-mail for readers without an account: choose, confirm, change, end. Nothing here is stored."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.kernel.clock import now as clock_now
from conglang.portal.following import units_to_follow
from conglang.portal.framing import unit_of
from conglang.portal.subscribing_forms import FollowForm, FrequencyForm, NewsForm
from conglang.tools.formguard.guard import STAMP, guard, stamp
from conglang.tools.formguard.rules import Reason, Verdict
from conglang.tools.notify.links import FOLDER, STOP, BadLink, read_confirm, read_own
from conglang.tools.notify.models import Frequency, Subscription
from conglang.tools.notify.queries import followed_by
from conglang.tools.notify.services.ask import ask
from conglang.tools.notify.services.change import change, forget
from conglang.tools.notify.services.confirm import confirm as say_yes
from conglang.tools.pages.context import page_context

PURPOSE = "notify"  # of what the guard of public forms counts
SENT, SAVED = "da-gui", "da-luu"
SLOWLY = 429


@visitors
@csrf_exempt  # visitors have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Choose topics of a unit, and where the news go."""
    units = units_to_follow(unit_of(request))
    code = request.GET.get("don-vi", units[0].code)
    unit = next((each for each in units if each.code == code), None)
    if unit is None:
        raise Http404
    form = NewsForm(request.POST if request.method == "POST" else None, unit=unit)
    status, now = 200, clock_now()
    if request.method == "POST":
        status = _ask(request, form, now)
        if status == 200:
            return HttpResponseRedirect(f"/{FOLDER}?{SENT}=1")
    context = {"unit": unit, "units": units, "form": form, "is_grey": status == SLOWLY}
    context["stamp"] = request.POST.get(STAMP) or stamp(PURPOSE, now)
    return _page(request, "subscribe", _("Get our news"), status, context)


@visitors
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter. A button says yes, because mail programs open links by themselves."""
    try:
        if request.method != "POST":
            read_confirm(token)
            return _page(request, "confirm", _("Yes, I want the news"))
        row = say_yes(token=token, now=clock_now())
    except BadLink:
        return _gone(request)
    return _page(request, "confirmed", _("You get our news from now on"), context=_chosen(row))


@visitors
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """What the reader follows, and how often it comes."""
    try:
        row = read_own(token)
    except BadLink:
        return _gone(request)
    data = request.POST if request.method == "POST" else None
    known = followed_by(row)
    units = Unit.objects.in_bulk([wish.unit_id for wish in known])
    follows = [FollowForm(data, unit=units[wish.unit_id], known=wish) for wish in known]
    often = FrequencyForm(data, initial={"nhip": row.frequency})
    checked = [form.is_valid() for form in (often, *follows)]
    if all(checked):
        wishes = [form.wish for form in follows]
        if change(row=row, wishes=wishes, frequency=Frequency(often.cleaned_data["nhip"])):
            return HttpResponseRedirect(f"{request.path}?{SAVED}=1")
        return _page(request, "stopped", _("You get no more news"))
    context = {"follows": follows, "often": often, "stop_url": _stop_url(token)}
    status = 422 if data is not None else 200
    return _page(request, "manage", _("What you get from us"), status, context)


@visitors
@csrf_exempt  # mail programs post here by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End it; ended is ended, however often somebody says so."""
    try:
        row = read_own(token)
    except BadLink:
        return _page(request, "stopped", _("You get no more news"))
    if request.method != "POST":
        return _page(request, "stop", _("No more news?"))
    forget(row=row)
    return _page(request, "stopped", _("You get no more news"))


def _ask(request: HttpRequest, form: NewsForm, now: datetime) -> int:
    """The status; 200 when the letter is on its way, or seems to be for a program that filled the trap."""
    if not form.is_valid():
        return 422
    judged = guard(request, purpose=PURPOSE, texts=(), now=now)
    if Reason.TRAP in judged.reasons:
        return 200
    if judged.verdict is not Verdict.CLEAR:
        form.add_error(None, _("Please wait a few seconds, then press the button once more."))
        return SLOWLY
    given, home = form.cleaned_data, unit_of(request)
    frequency = Frequency(given["nhip"])
    ask(address=given["email"], home_id=home.pk, wish=form.wish, frequency=frequency, now=now)
    return 200


def _chosen(row: Subscription) -> dict[str, Any]:
    wishes = followed_by(row)
    return {"units": list(Unit.objects.filter(pk__in=[wish.unit_id for wish in wishes])), "row": row}


def _stop_url(token: str) -> str:
    return f"/{STOP}{token}/"


def _gone(request: HttpRequest) -> HttpResponse:
    return _page(request, "gone", _("This link holds no longer"), 404)


def _page(
    request: HttpRequest, name: str, title: str, status: int = 200, context: dict[str, Any] | None = None
) -> HttpResponse:
    shown = page_context(request) | {"title": title, "folder": f"/{FOLDER}"} | (context or {})
    shown |= {"is_sent": SENT in request.GET, "is_saved": SAVED in request.GET}
    response = render(request, f"portal/subscribing/{name}.html", shown, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return response
