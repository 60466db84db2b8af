"""On the desk's host: who acts, in which scope, and whether the view is open to them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from conglang.base.accounts.actor import Actor, actor_at, needs_second_factor, workplaces
from conglang.base.accounts.audience import Audience, Circle, audience_of
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import Forbidden
from conglang.base.units.middleware import keep_scope
from conglang.base.units.scope import use_scope
from conglang.kernel.clock import now as clock_now

ACTING_UNIT = "acting_unit"  # session keys
SECOND_FACTOR_SEEN = "second_factor_seen"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def on_desk(request: HttpRequest) -> bool:
    """Whether the request came to the officials' desk; public hosts have no session and no cookie."""
    urlconf: str | None = getattr(request, "urlconf", None)
    return urlconf == settings.HOST_URLCONFS[settings.DESK_HOST] and not hasattr(request, "site")


class ActorMiddleware:
    """Sets `request.actor`, `workplace` and `workplaces`, and runs the desk in the actor's scope.

    People who are not signed in get an actor without rights and no scope: what belongs to units raises.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not on_desk(request):
            return self.get_response(request)
        place = cast("Any", request)
        if not request.user.is_authenticated:
            place.actor, place.workplaces, place.workplace = Actor(user_id=None, name=""), [], None
            return self.get_response(request)
        now = clock_now()
        place.workplaces = workplaces(request.user, now)
        chosen = request.session.get(ACTING_UNIT)
        first = next(iter(place.workplaces), None)
        workplace = next((each for each in place.workplaces if each.unit_id == chosen), first)
        place.workplace = workplace
        place.actor = actor = actor_at(request.user, workplace, now)
        place.user.acting = actor  # the authentication backend answers Wagtail's permission questions from it
        with use_scope(actor.scope):
            return keep_scope(self.get_response(request), actor.scope)


class AudienceMiddleware:
    """Closes every view that declares no audience, and keeps out those whom the audience excludes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Return the answer for a view that stays closed, None to let the request through."""
        match = request.resolver_match
        audience = audience_of(view, match.view_name if match else "")
        if audience is None:
            raise Forbidden
        if audience.circle is Circle.VISITORS:
            return None
        if not on_desk(request):
            raise Http404
        if audience.circle is Circle.DESK:
            return None
        if not request.user.is_authenticated:
            return sign_in_first(request)
        return self._signed_in(request, audience)

    def _signed_in(self, request: HttpRequest, audience: Audience) -> HttpResponseBase | None:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not audience.before_setup:
            due = setup_due(request, clock_now())
            if due:
                return HttpResponseRedirect(f"{reverse(due)}?{urlencode({'next': request.get_full_path()})}")
        if audience.circle is Circle.NEEDS and not actor.may_somewhere(audience.permission):
            raise Forbidden
        return None


def setup_due(request: HttpRequest, now: datetime) -> str | None:
    """URL name of the page where a person must first put their access in order, if anything is due."""
    user = cast("User", request.user)
    if password_is_due(user, now):
        return "account_change_password"
    places = request.workplaces  # type: ignore[attr-defined]
    if not needs_second_factor(places) or request.session.get(SECOND_FACTOR_SEEN) == user.pk:
        return None
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return "mfa_activate_totp"
    request.session[SECOND_FACTOR_SEEN] = user.pk
    return None


def password_is_due(user: User, now: datetime) -> bool:
    """Whether the password must be changed before anything else."""
    if user.must_change_password or user.password_changed_at is None:
        return True
    return user.password_changed_at + timedelta(days=settings.PASSWORD_DAYS) <= now


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """The way to the login page; what was being sent is not lost but told to be kept in the browser."""
    if request.method in ("GET", "HEAD") and request.headers.get("Sec-Fetch-Dest", "document") == "document":
        return HttpResponseRedirect(
            f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
        )
    back = _form_page(request)
    login_url = f"{reverse('account_login')}?{urlencode({'next': back})}"
    return render(request, "accounts/session_lost.html", {"login_url": login_url}, status=401)


def _form_page(request: HttpRequest) -> str:
    """Path of the page whose form was sent, as far as the browser tells it truthfully."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return "/"
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
