"""Whether a page helped, and what is wrong on it. Nothing here is stored or knows who sent it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conglang.base.accounts.audience import visitors
from conglang.kernel.clock import now as clock_now
from conglang.portal.framing import placed, unit_of, words_beside
from conglang.portal.opinion_forms import OpinionForm, ReportForm
from conglang.portal.readable import Readable, found_page
from conglang.tools.opinions.models import Usefulness
from conglang.tools.opinions.rules import TITLE_LENGTH, ReadPage, TooMany
from conglang.tools.opinions.services.give_opinion import give_opinion
from conglang.tools.opinions.services.send_report import send_report

THANKS = "da-gui"


@visitors
@csrf_exempt  # visitors have no session to abuse, and a stored page can carry no token
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, page: str) -> HttpResponse:
    """Count whether the page was useful; the words go to the unit's desk."""
    found = found_page(request, page)

    def keep(given: dict[str, Any]) -> None:
        answer = Usefulness(given["huu_ich"])
        give_opinion(page=_read(request, found), answer=answer, words=given["y_kien"], now=clock_now())

    heading = gettext_lazy("Your opinion of this page")
    return _answer(request, found, OpinionForm(_sent(request)), keep, heading)


@visitors
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, page: str) -> HttpResponse:
    """Tell the unit's desk that something is wrong here."""
    found = found_page(request, page)

    def keep(given: dict[str, Any]) -> None:
        send_report(
            page=_read(request, found), text=given["noi_dung"], contact=given["lien_he"], now=clock_now()
        )

    heading = gettext_lazy("Something is wrong on this page")
    return _answer(request, found, ReportForm(_sent(request)), keep, heading)


def _answer(
    request: HttpRequest, found: Readable, form: Any, keep: Callable[[dict[str, Any]], None], heading: Promise
) -> HttpResponse:
    words = words_beside(found.language)
    with override(words):
        status, title = _taken(request, form, keep), str(heading)
    if status == 302:  # another page, so that reloading it sends nothing again
        return HttpResponseRedirect(f"{request.path}?{THANKS}=1")
    context = placed(request, found.section) | {
        "read": found,
        "heading": title,
        "form": form,
        "is_thanks": request.method != "POST" and THANKS in request.GET,
        "html_lang": words,
        "words_lang": words,
    }
    return render(request, "portal/opinion.html", context, status=status)


def _taken(request: HttpRequest, form: Any, keep: Callable[[dict[str, Any]], None]) -> int:
    """What became of what was sent, as a status."""
    if request.method != "POST":
        return 200
    if form.is_of_a_program:
        return 302
    if not form.is_valid():
        return 422
    try:
        keep(form.cleaned_data)
    except TooMany:
        form.add_error(None, _("Very many people are writing just now. Please send it again later."))
        return 429
    return 302


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _read(request: HttpRequest, found: Readable) -> ReadPage:
    """The page for the desk of this site; an old commune's items are looked after by its successor."""
    unit_id = found.unit_id or unit_of(request).pk
    return ReadPage(unit_id, found.uid, found.address, found.title[:TITLE_LENGTH])
