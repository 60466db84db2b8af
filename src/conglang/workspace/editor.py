"""Which doors of Wagtail's admin stand open, and for whom. What is not listed here is closed (403).

Wagtail's editor is used for composing only; each new release may bring addresses, and they stay closed until
somebody has looked at them and added them here.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from csp.decorators import csp_update
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.datastructures import MultiValueDictKeyError

from conglang.base.accounts.audience import SIGNED_IN, Audience, anyone_on_desk, needing, signed_in
from conglang.base.accounts.permissions import Forbidden
from conglang.content.newsroom.queries import held_by_another
from conglang.kernel.clock import now as clock_now

WRITE = needing("newsroom.write")

ARTICLES = "wagtailsnippets_newsroom_article"
IMAGES = "wagtailimages_chooser"
DOCUMENTS = "wagtaildocs_chooser"

OPEN: dict[str, Audience] = {
    # composing an article; copy, delete, publish and usage have their own ways or none
    f"{ARTICLES}:list": WRITE,
    f"{ARTICLES}:list_results": WRITE,
    f"{ARTICLES}:add": WRITE,
    f"{ARTICLES}:edit": WRITE,
    f"{ARTICLES}:history": WRITE,
    f"{ARTICLES}:history_results": WRITE,
    f"{ARTICLES}:preview_on_add": WRITE,
    f"{ARTICLES}:preview_on_edit": WRITE,
    f"{ARTICLES}:revisions_view": WRITE,
    f"{ARTICLES}:revisions_compare": WRITE,
    f"{ARTICLES}:revisions_revert": WRITE,
    # choosing pictures and attachments of one's own unit
    f"{IMAGES}:choose": WRITE,
    f"{IMAGES}:choose_results": WRITE,
    f"{IMAGES}:chosen": WRITE,
    f"{IMAGES}:create": WRITE,
    f"{DOCUMENTS}:choose": WRITE,
    f"{DOCUMENTS}:choose_results": WRITE,
    f"{DOCUMENTS}:chosen": WRITE,
    f"{DOCUMENTS}:create": WRITE,
    # links inside a text: to an address, a mail box, a phone, a place on the page
    "wagtailadmin_choose_page_external_link": WRITE,
    "wagtailadmin_choose_page_email_link": WRITE,
    "wagtailadmin_choose_page_phone_link": WRITE,
    "wagtailadmin_choose_page_anchor_link": WRITE,
    # machinery of the editor
    "wagtailadmin_block_preview": WRITE,
    "wagtailadmin_editing_sessions:ping": WRITE,
    "wagtailadmin_editing_sessions:release": WRITE,
    "wagtailadmin_javascript_catalog": SIGNED_IN,
    "wagtailadmin_sprite": SIGNED_IN,
}

# Pages of Wagtail that have a counterpart of ours: the name stays, so that its templates find the way.
ELSEWHERE: dict[str, str] = {
    "wagtailadmin_home": "workspace:home",
    "wagtailadmin_account": "account",
    "wagtailadmin_login": "account_login",
    "wagtailadmin_logout": "account_logout",
    "wagtailadmin_password_reset": "account_reset_password",
}

# Fields without which a form breaks its view instead of being refused.
NEEDED = {"wagtailadmin_choose_page_external_link": "external-link-chooser-url"}

# Wagtail's widgets start themselves by inline scripts and carry inline styles. Only these pages may do so:
# everything on them was written by people with an account, and rich text is cleaned when it is stored.
LOOSER_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["blob:"],  # a picture being uploaded is shown before it arrives
}

View = Callable[..., HttpResponseBase]


@signed_in
def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """A door that leads nowhere, the same for things that exist and things that do not."""
    raise Forbidden


def elsewhere(url_name: str) -> View:
    """A view that leads to our own page; a form sent to the old address arrives there too."""

    @anyone_on_desk
    def lead_on(request: HttpRequest) -> HttpResponseBase:
        return redirect(url_name, preserve_request=request.method == "POST")

    return lead_on


def guarded(patterns: Iterable[URLPattern | URLResolver], namespace: str = "") -> list[Any]:
    """A copy of a tree of URLs in which only the listed names keep their views."""
    copies: list[URLPattern | URLResolver] = []
    for each in patterns:
        if isinstance(each, URLResolver):
            inside = ":".join(filter(None, [namespace, each.namespace]))
            below = guarded(each.url_patterns, inside)
            copies.append(
                URLResolver(each.pattern, below, each.default_kwargs, each.app_name, each.namespace)
            )
        else:
            view = _guarded_view(each, ":".join(filter(None, [namespace, each.name])))
            copies.append(URLPattern(each.pattern, view, each.default_args, each.name))
    return copies


def whole_forms(view: View, needed: str = "") -> View:
    """A form that lost its fields on the way is a bad request; Wagtail takes their presence for granted."""

    @wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and needed and needed not in request.POST:
            raise BadRequest(f"a form without {needed}")
        try:
            return view(request, *args, **kwargs)
        except MultiValueDictKeyError as field:
            raise BadRequest(f"a form without {field}") from None

    return ask


def past_nobody(view: View) -> View:
    """The editor's page; who would write past a colleague is told first whom to ask."""

    @wraps(view)
    def show(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "GET" and held_by_another(pk, request.user.pk, clock_now()):
            return redirect("workspace:hold", pk=pk)
        return view(request, pk, *args, **kwargs)

    return show


def _guarded_view(pattern: URLPattern, name: str) -> View:
    if name in ELSEWHERE:
        return elsewhere(ELSEWHERE[name])
    if name not in OPEN:
        return closed
    found = past_nobody(pattern.callback) if name == f"{ARTICLES}:edit" else pattern.callback
    view = csp_update(LOOSER_POLICY)(whole_forms(found, NEEDED.get(name, "")))
    view.audience = OPEN[name]  # type: ignore[attr-defined]  # functions take attributes
    return view
