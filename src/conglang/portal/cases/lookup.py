"""Where a matter stands, by its code; one's own words and everything a sender can do, by code and PIN."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.audience import visitors
from conglang.base.accounts.permissions import NotFound
from conglang.base.ui.formats import vn_datetime
from conglang.base.units.models import UnitLevel
from conglang.base.units.queries import descendants
from conglang.base.units.scope import Scope, use_scope
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.public_queries import Status, own_view, status, unit_of_code
from conglang.citizens.cases.services import visit
from conglang.citizens.cases.services.found import visitor
from conglang.citizens.cases.wording import RATING_REASONS, RATINGS
from conglang.kernel.clock import now as clock_now
from conglang.portal.cases.forms import FilesForm, LookUpForm
from conglang.portal.cases.frame import LOOK_UP, for_one_reader, framed
from conglang.portal.cases.keys import OWN, make_key, read_key
from conglang.portal.framing import unit_of
from conglang.portal.home import host_of
from conglang.tools.quotas.meter import take
from conglang.tools.quotas.rules import network_of

AN_HOUR = 3600
TRIES_OF_NETWORK = 30  # an hour; a code closes by itself after ten
KEY, DEED = "khoa", "viec"
DONE: dict[str, Promise] = {
    "reply": gettext_lazy("Your reply is with the officer in charge."),
    "rate": gettext_lazy("Thank you. What you think of the answer is counted."),
    "reopen": gettext_lazy("Your request is with the head of the office."),
    "withdraw": gettext_lazy("You have taken it back."),
    "erase": gettext_lazy("Your name, your words and your files are erased."),
}


@visitors
@csrf_exempt  # visitors have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """The state by code; with the PIN the sender's own page, which leads on by a key in its forms."""
    if elsewhere := _elsewhere(request):
        return for_one_reader(redirect(elsewhere))
    now = clock_now()
    if request.method == "POST":
        page = _acted(request, now) if KEY in request.POST else _opened(request, now)
    else:
        form = LookUpForm(request.GET if "ma" in request.GET else None)
        page = _page(request, form, _found(request, form, now))
    return for_one_reader(page)


def _found(request: HttpRequest, form: LookUpForm, now: datetime) -> Status | None:
    """What the code alone tells; an unknown one becomes an error of the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        with use_scope(visitor(unit_of(request).pk)):
            return status(form.cleaned_data["ma"], now)
    except NotFound:
        form.add_error("ma", _("There is no matter with this code here. Please check each character."))
        return None


def _elsewhere(request: HttpRequest) -> str:
    """On a province's site, where a code of one of its communes is looked up; "" for any other."""
    unit, code = unit_of(request), (request.POST or request.GET).get("ma", "")
    if unit.level != UnitLevel.PROVINCE or not code:
        return ""
    below = frozenset(descendants(unit).values_list("pk", flat=True))
    with use_scope(Scope(acting=None, readable=below, writable=frozenset())):
        home = unit_of_code(code)
    host = host_of(request, home) if home else ""
    return f"{host}{LOOK_UP}?{urlencode({'ma': code})}" if host else ""


def _opened(request: HttpRequest, now: datetime) -> HttpResponse:
    form = LookUpForm(request.POST)
    found = _found(request, form, now)
    if found is None or not form.cleaned_data["pin"]:
        return _page(request, form, found)
    network = network_of(client_address(request) or "")
    if take(f"pin:{network}", TRIES_OF_NETWORK, now, AN_HOUR).is_over:
        form.add_error("pin", _("Very many PINs were tried from your network. Please try again in an hour."))
        return _page(request, form, found, 429)
    try:
        case, answer = visit.open_with_pin(
            unit_id=unit_of(request).pk, code=form.cleaned_data["ma"], pin=form.cleaned_data["pin"], now=now
        )
    except NotFound:  # a line of the restricted register: nothing of it is read here
        return _page(request, form, found)
    if answer.is_right:
        return _own(request, case, now)
    if answer.locked_until:
        words = _("The PIN was wrong too often. Please try again after %(time)s, or call the office.")
        form.add_error("pin", words % {"time": vn_datetime(answer.locked_until)})
        return _page(request, form, found, 429)
    words = _("This is not the PIN. You can try %(number)s more times today.")
    form.add_error("pin", words % {"number": answer.tries_left})
    return _page(request, form, found)


def _page(request: HttpRequest, form: LookUpForm, found: Status | None, code: int = 0) -> HttpResponse:
    context = framed(request, _("Look up a code"), LOOK_UP) | {"form": form, "found": found}
    return render(request, "portal/cases/look_up.html", context, status=code or (422 if form.errors else 200))


def _acted(request: HttpRequest, now: datetime) -> HttpResponse:
    """Do what the sender asks; whoever holds the key has just given the PIN."""
    unit_id = unit_of(request).pk
    known = read_key(OWN, request.POST[KEY], now)
    with use_scope(visitor(unit_id)):
        case = Case.objects.filter(pk=known["case"], unit=unit_id).first() if known else None
    if case is None:
        form = LookUpForm({"ma": request.POST.get("ma", "")})
        form.add_error("pin", _("Half an hour has passed. Please enter the PIN once more."))
        return _page(request, form, None)
    deed = request.POST.get(DEED, "")
    try:
        _deeds(request, unit_id, case.pk, now)[deed]()
    except KeyError:
        return _own(request, case, now)
    except ValidationError as fault:
        return _own(request, case, now, trouble=" ".join(fault.messages))
    return _own(request, case, now, done=str(DONE[deed]))


def _deeds(request: HttpRequest, unit_id: int, case_id: int, now: datetime) -> dict[str, Callable[[], Any]]:
    given = request.POST
    about: dict[str, Any] = {"unit_id": unit_id, "case_id": case_id, "now": now}
    files = FilesForm(given, request.FILES)
    incoming = files.incoming() if files.is_valid() else []
    level = given.get("muc", "")
    return {
        "reply": lambda: visit.reply(text=given.get("tra_loi", ""), files=incoming, **about),
        "rate": lambda: visit.rate(
            level=int(level) if level.isdecimal() else 0,
            reasons=given.getlist("ly_do"),
            words=given.get("y_kien", ""),
            **about,
        ),
        "reopen": lambda: visit.ask_reopen(reason=given.get("vi_sao", ""), **about),
        "withdraw": lambda: visit.withdraw(**about),
        "erase": lambda: visit.erase(**about),
    }


def _own(
    request: HttpRequest, case: Case, now: datetime, *, done: str = "", trouble: str = ""
) -> HttpResponse:
    with use_scope(visitor(case.unit_id)):
        fresh = Case.objects.select_related("unit", "hamlet", "answer_duty__unit").get(pk=case.pk)
        context = framed(request, _("Your matter %(code)s") % {"code": fresh.printed_code}, LOOK_UP) | {
            "own": own_view(fresh, now),
            "key": make_key(OWN, {"case": case.pk}, now),
            "files": FilesForm(None),
            "ratings": RATINGS,
            "rating_reasons": RATING_REASONS,
            "done": done,
            "trouble": trouble,
            "typed": request.POST if trouble else {},
        }
        return render(request, "portal/cases/own.html", context, status=422 if trouble else 200)
