"""The host decides everything: which URLs exist, whose site it is, what may be read."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port, validate_host
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from conglang.base.units.models import HostRedirect, Site
from conglang.base.units.queries import public_scope
from conglang.base.units.scope import Scope, use_scope

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HostMiddleware:
    """Sends a request to the desk, to the public site of its host, or to the new host of an old one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
        if not host or not validate_host(host, ["*"]):
            return unknown_host(request)
        if host in settings.HOST_URLCONFS:
            request.urlconf = settings.HOST_URLCONFS[host]
            return self.get_response(request)
        site = Site.objects.select_related("unit__parent__site").filter(host=host).first()
        if site is None:
            return moved_host(request, host) or unknown_host(request)
        request.site = site  # type: ignore[assignment]  # the stubs mean contrib.sites
        request.urlconf = settings.PUBLIC_URLCONF
        scope = public_scope(site.unit)
        with use_scope(scope):
            return keep_scope(self.get_response(request), scope)


def moved_host(request: HttpRequest, host: str) -> HttpResponseBase | None:
    """The permanent redirect to today's host of a site, path and query kept; None for a host never used."""
    moved = HostRedirect.objects.select_related("site").filter(host=host).first()
    if moved is None:
        return None
    port = split_domain_port(request.META["HTTP_HOST"])[1]
    place = f"{moved.site.host}:{port}" if port else moved.site.host
    url = f"{request.scheme}://{place}{request.get_full_path()}"
    return HttpResponsePermanentRedirect(url, preserve_request=request.method not in {"GET", "HEAD"})


def unknown_host(request: HttpRequest) -> HttpResponse:
    """One answer for every host that is none of ours, forged or misspelt."""
    return HttpResponse(render_to_string("ui/errors/unknown_host.html"), status=404)


def keep_scope(response: HttpResponseBase, scope: Scope) -> HttpResponseBase:
    """Streamed bodies are read after the middleware has returned; each piece is made in the scope."""
    if response.streaming and not getattr(response, "is_async", False):
        response.streaming_content = _scoped(response.streaming_content, scope)  # type: ignore[attr-defined]
    return response


def _scoped(pieces: Iterable[Any], scope: Scope) -> Iterator[Any]:
    iterator = iter(pieces)
    while True:
        with use_scope(scope):
            try:
                piece = next(iterator)
            except StopIteration:
                return
        yield piece
