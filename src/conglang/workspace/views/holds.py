"""Who has an article open to change it; ask for it, hand it over, take over from somebody who is away."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import Forbidden
from conglang.content.newsroom.holds import Hold
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import held_by_another
from conglang.content.newsroom.rules import may_edit
from conglang.content.newsroom.services import hold as holding
from conglang.content.newsroom.services.edit_article import Locked
from conglang.kernel.clock import now as clock_now
from conglang.workspace.views.items import article_in_reach


@needs("newsroom.write")
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in the way and since when. Pages on which somebody writes ask here every few seconds."""
    by, now = actor_of(request), clock_now()
    article = article_in_reach(by, pk)
    if not may_edit(by, unit_id=article.unit_id, author_id=article.author_id):
        raise Forbidden
    if request.method == "POST":
        return _carry_out(request, by, article, now)
    context = _facts(article, held_by_another(pk, by.user_id, now), by, now)
    return render(request, "workspace/hold.html", context)


def held_page(article: Article, by: Actor, now: datetime) -> HttpResponse | None:
    """Where somebody is sent who would write past a colleague; None if nobody is in the way."""
    is_held = held_by_another(article.pk, by.user_id, now) is not None
    return redirect("workspace:hold", pk=article.pk) if is_held else None


def told(locked: Locked) -> str:
    """Why something was not saved just now, in a sentence."""
    said = _("%(name)s is changing this article now. Please ask them, or try again later.")
    return said % {"name": locked.hold.user.get_full_name()}


def _carry_out(request: HttpRequest, by: Actor, article: Article, now: datetime) -> HttpResponse:
    pk, wish = article.pk, request.POST.get("do", "")
    page = redirect("workspace:hold", pk=pk)
    if wish == "keep":
        return _told(request, by, article, now)
    if wish == "leave":
        holding.let_go(by=by, article_id=pk)
    elif wish == "ask":
        holding.ask(by=by, article_id=pk, now=now)
    elif wish in {"give", "go-on"}:
        holding.answer(by=by, article_id=pk, hands_over=wish == "give", now=now)
        return _told(request, by, article, now) if request.accepts("application/json") else page
    elif wish == "take":
        try:
            holding.take_over(by=by, article_id=pk, now=now)
        except Forbidden:
            messages.warning(request, _("Your colleague is typing again. Please ask once more."))
            return page
        return redirect("workspace:change", pk=pk)
    return page


def _told(request: HttpRequest, by: Actor, article: Article, now: datetime) -> JsonResponse:
    """What the page of somebody who writes shows above the text."""
    is_typing = request.POST.get("typing") == "1"
    found = holding.keep(by=by, article_id=article.pk, is_typing=is_typing, now=now)
    is_mine = found.user_id == by.user_id
    html = ""
    if not is_mine or found.is_asked():
        html = render_to_string("workspace/hold_told.html", _facts(article, found, by, now), request)
    return JsonResponse({"mine": is_mine, "html": html})


def _facts(article: Article, found: Hold | None, by: Actor, now: datetime) -> dict[str, object]:
    return {
        "article": article,
        "hold": found,
        "is_mine": found is not None and found.user_id == by.user_id,
        "asked_by_me": found is not None and found.asked_by_id == by.user_id,
        "may_take": found is not None and found.may_be_taken(by.user_id, now),
        "hold_url": reverse("workspace:hold", args=[article.pk]),
    }
