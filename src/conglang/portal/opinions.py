"""Whether a page helped, and what is wrong on it. Nothing here is stored or knows who sent it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conglang.base.accounts.audience import visitors
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now as clock_now
from conglang.portal.facts import address_of
from conglang.portal.framing import unit_of
from conglang.portal.keeping import found_item
from conglang.portal.opinion_forms import OpinionForm, ReportForm
from conglang.tools.opinions.models import Usefulness
from conglang.tools.opinions.rules import ReadPage, TooMany
from conglang.tools.opinions.services.give_opinion import give_opinion
from conglang.tools.opinions.services.send_report import send_report
from conglang.tools.pages.context import page_context

THANKS = "da-gui"


@visitors
@csrf_exempt  # visitors have no session to abuse, and a stored page can carry no token
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, section_slug: str, article_slug: str) -> HttpResponse:
    """Count whether the page was useful; the words go to the unit's desk."""
    item = found_item(request, section_slug, article_slug)

    def keep(given: dict[str, Any]) -> None:
        answer = Usefulness(given["huu_ich"])
        give_opinion(page=_read(request, item), answer=answer, words=given["y_kien"], now=clock_now())

    heading = _("Your opinion of this page")
    return _answer(request, item, OpinionForm(_sent(request)), keep, heading)


@visitors
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, section_slug: str, article_slug: str) -> HttpResponse:
    """Tell the unit's desk that something is wrong here."""
    item = found_item(request, section_slug, article_slug)

    def keep(given: dict[str, Any]) -> None:
        send_report(
            page=_read(request, item), text=given["noi_dung"], contact=given["lien_he"], now=clock_now()
        )

    heading = _("Something is wrong on this page")
    return _answer(request, item, ReportForm(_sent(request)), keep, heading)


def _answer(
    request: HttpRequest, item: Article, form: Any, keep: Callable[[dict[str, Any]], None], heading: str
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        if form.is_of_a_program:
            return _thanks(request)
        status = 422
        if form.is_valid():
            try:
                keep(form.cleaned_data)
            except TooMany:
                form.add_error(None, _("Very many people are writing just now. Please send it again later."))
                status = 429
            else:
                return _thanks(request)
    context = page_context(request, current=item.section) | {
        "article": item,
        "heading": heading,
        "form": form,
        "back_url": address_of(item),
        "is_thanks": request.method != "POST" and THANKS in request.GET,
    }
    return render(request, "portal/opinion.html", context, status=status)


def _thanks(request: HttpRequest) -> HttpResponse:
    """Another page, so that reloading it sends nothing again."""
    return HttpResponseRedirect(f"{request.path}?{THANKS}=1")


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _read(request: HttpRequest, item: Article) -> ReadPage:
    """The page for the desk of this site; an old commune's items are looked after by its successor."""
    unit = unit_of(request)
    return ReadPage(unit.pk, item.uid, address_of(item), item.title)
