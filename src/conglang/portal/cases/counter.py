"""Rate a visit to the counter, once with the code of a printed slip; nothing tells who did."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.audience import visitors
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.scope import use_scope
from conglang.citizens.cases.public_queries import visit_figures
from conglang.citizens.cases.services.counter import rate_visit, slip_of
from conglang.citizens.cases.services.found import visitor
from conglang.citizens.cases.wording import RATINGS
from conglang.kernel.clock import now as clock_now
from conglang.portal.cases.frame import for_one_reader
from conglang.portal.framing import Room, framed, unit_of
from conglang.tools.quotas.meter import take
from conglang.tools.quotas.rules import network_of

ROOM = Room(gettext_lazy("Rate your visit"), "/danh-gia/")
AN_HOUR, TRIES = 3600, 60  # a network; a counter's own is shared by its visitors


class CodeForm(forms.Form):
    """The code of a slip."""

    ma = forms.CharField(
        label=gettext_lazy("Code on the slip"),
        max_length=20,
        help_text=gettext_lazy("The counter hands out the slip with the result, such as HM26-7K4M-2QX7."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


@visitors
@csrf_exempt  # visitors have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest) -> HttpResponse:
    """Enter a code, press one of three buttons; what all said is shown with how sure it is."""
    unit, now = unit_of(request), clock_now()
    asked = request.POST if request.method == "POST" else request.GET
    form = CodeForm(asked if "ma" in asked else None)
    slip, is_done = None, False
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["ma"]
        try:
            _count(request)
            slip = slip_of(unit.pk, code)
            if request.method == "POST" and (level := request.POST.get("muc", "")):
                number = int(level) if level.isdecimal() and len(level) < 3 else 0
                rate_visit(unit_id=unit.pk, code=code, level=number, now=now)
                is_done = True
            elif slip.is_used:
                form.add_error("ma", _("This slip was used already. It is one rating for each visit."))
        except NotFound:
            form.add_error("ma", _("No slip has this code. Please check each character."))
        except ValidationError as refused:
            form.add_error("ma", refused.messages)
    with use_scope(visitor(unit.pk)):
        figures = visit_figures(unit.pk)
    context = framed(request, ROOM, str(ROOM.name), ROOM.address) | {
        "form": form, "slip": slip if not form.errors else None, "is_done": is_done, "ratings": RATINGS,
        "figures": figures,
    }  # fmt: skip
    page = render(request, "portal/cases/rate.html", context, status=422 if form.errors else 200)
    return for_one_reader(page)


def _count(request: HttpRequest) -> None:
    network = network_of(client_address(request) or "")
    if take(f"slip:{network}", TRIES, clock_now(), AN_HOUR).is_over:
        raise ValidationError(_("Very many people are writing just now. Please send it again later."))
