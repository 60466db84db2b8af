"""The desk's pages about outside feeds, and the address at which hubs tell of news."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs, visitors
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.accounts.places import own_unit
from conglang.base.units.models import Unit
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now as clock_now
from conglang.network.exchange import fetching
from conglang.network.exchange.fetching import Unreachable
from conglang.network.exchange.forms import FeedForm
from conglang.network.exchange.models import Feed, FeedItem, Use
from conglang.network.exchange.permissions import CONFIRM, KEEP
from conglang.network.exchange.queries import feeds_of
from conglang.network.exchange.reading import Channel, NotAFeed, read_feed
from conglang.network.exchange.services.add_feed import add_feed
from conglang.network.exchange.services.confirm_feed import OwnFeed, confirm_feed
from conglang.network.exchange.services.hubs import verify_hub, was_told
from conglang.network.exchange.services.stop_feed import stop_feed
from conglang.network.exchange.tasks import read_one
from conglang.network.exchange.wording import left_out, why
from conglang.tools.approval.kinds import Line, kinds

SHOWN = 100  # items of a feed on its page
MESSAGE_MOST = 1024 * 1024  # bytes of a hub's message


@needs(KEEP)
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """Portals that the unit reads, and how that goes."""
    unit = own_unit(actor_of(request), KEEP)
    return render(request, "exchange/feeds.html", {"unit": unit, "rows": feeds_of(unit.pk)})


@needs(KEEP)
def new_feed(request: HttpRequest) -> HttpResponse:
    """Look at what the address gives, then read it from now on."""
    by = actor_of(request)
    unit = own_unit(by, KEEP)
    form = FeedForm(request.POST or None, unit_id=unit.pk)
    channel = None
    if request.method == "POST" and form.is_valid():
        channel = _look(form)
        if channel is not None and request.POST.get("save"):
            feed = _add(form, by, unit)
            if feed is not None:
                messages.success(request, _("“%(name)s” is read from now on.") % {"name": feed.name})
                return redirect("exchange:feed", pk=feed.pk)
    context = {
        "unit": unit,
        "form": form,
        "channel": None if form.errors else channel,
        "left": left_out(channel.left) if channel else "",
    }
    return render(request, "exchange/new_feed.html", context, status=422 if form.errors else 200)


@needs(KEEP)
@require_safe
def feed(request: HttpRequest, pk: int) -> HttpResponse:
    """A feed with what came from it."""
    by, row = actor_of(request), _feed(request, pk)
    waits = row.use == Use.LINKS and row.confirmed_at is None and row.stopped_at is None
    items = list(row.items.select_related("article")[:SHOWN])
    pages = _pages(items)
    context = {
        "feed": row,
        "items": [(item, pages.get(item.article_id)) for item in items],
        "waits": waits,
        "left": left_out(row.left),
        "may_confirm": waits and by.may(CONFIRM, row.unit_id) and by.user_id != row.added_by_id,
    }
    return render(request, "exchange/feed.html", context)


@needs(KEEP)
@require_POST
def read_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the feed first in the worker's queue."""
    row = _feed(request, pk)
    if row.is_read:
        read_one.enqueue(row.pk)
        messages.success(request, _("The feed is being read. Reload this page in a moment."))
    return redirect("exchange:feed", pk=pk)


@needs(CONFIRM)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the feed's links stand on the front page."""
    row = _feed(request, pk, CONFIRM)
    try:
        confirm_feed(by=actor_of(request), feed=row, now=clock_now())
    except OwnFeed as refused:
        messages.error(request, str(refused))
    else:
        read_one.enqueue(row.pk)
        messages.success(
            request, _("The links of “%(name)s” stand on the front page now.") % {"name": row.name}
        )
    return redirect("exchange:feed", pk=pk)


@needs(KEEP)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the feed no longer."""
    row = _feed(request, pk)
    stop_feed(by=actor_of(request), feed=row, now=clock_now())
    messages.success(
        request, _("“%(name)s” is no longer read. To undo this, add its address again.") % {"name": row.name}
    )
    return redirect("exchange:feeds")


@visitors
@csrf_exempt
@require_http_methods(["GET", "POST"])
def told(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where a hub asks whether we want its news (GET), and tells us of them (POST); W3C WebSub §5.3, §7.

    A message with a wrong signature is answered like a right one, as the protocol wants it.
    """
    row: Feed | None = Feed.objects.filter(uid=uid, stopped_at=None).first()
    if row is None:
        raise Http404
    now = clock_now()
    if request.method == "POST":
        was_told(
            feed=row,
            body=request.read(MESSAGE_MOST),
            signature=request.headers.get("X-Hub-Signature", ""),
            now=now,
        )
        return HttpResponse(status=202)
    asked = {name: request.GET.get(f"hub.{name}", "")[:500] for name in ("mode", "topic", "lease_seconds")}
    if not verify_hub(
        feed=row, mode=asked["mode"], topic=asked["topic"], lease=asked["lease_seconds"], now=now
    ):
        raise Http404
    return HttpResponse(request.GET.get("hub.challenge", "")[:500], content_type="text/plain")


def _pages(items: list[FeedItem]) -> dict[int | None, str]:
    """Where the desk shows the drafts that the items became."""
    wanted = [item.article_id for item in items if item.article_id is not None]
    lines: Mapping[int, Line] = next((k.lines(wanted) for k in kinds() if k.model is Article), {})
    return {pk: line.url for pk, line in lines.items()}


def _look(form: FeedForm) -> Channel | None:
    """What the address gives now; what is wrong stands beside it."""
    try:
        answer = fetching.fetch(form.cleaned_data["url"])
        return read_feed(answer.data or b"", answer.url, answer.content_type, answer.links)
    except Unreachable as error:
        form.add_error("url", why(str(error)))
    except NotAFeed as error:
        form.add_error("url", why(error.fault))
    return None


def _add(form: FeedForm, by: Actor, unit: Unit) -> Feed | None:
    given: dict[str, Any] = form.cleaned_data
    try:
        return add_feed(
            by=by,
            unit_id=unit.pk,
            name=given["name"],
            url=given["url"],
            use=Use(given["use"]),
            section_id=given["section"].pk if given["section"] else None,
            now=clock_now(),
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


def _feed(request: HttpRequest, pk: int, permission: str = KEEP) -> Feed:
    row: Feed | None = Feed.objects.filter(pk=pk).select_related("unit", "section").first()
    if row is None:
        raise NotFound
    require(actor_of(request), permission, row)
    return row
