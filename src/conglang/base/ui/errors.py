"""Error pages in plain words; they need no database, no session and no context processor."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language


def error_page(_request: HttpRequest, status: int, *, detail: str = "", reference: str = "") -> HttpResponse:
    """Page for 400, 403, 404, 413, 429 or 500: what happened and what to do next."""
    is_plain = not (detail or reference)
    text = _rendered(status, get_language()) if is_plain else _page(status, detail, reference)
    return HttpResponse(text, status=status)


def _page(status: int, detail: str = "", reference: str = "") -> str:
    return render_to_string("ui/error.html", {"status": status, "detail": detail, "reference": reference})


@cache
def _rendered(status: int, _language: str | None) -> str:
    """The same for everybody: whoever asks for many missing pages costs little."""
    return _page(status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler400`."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler403`."""
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler404`."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`."""
    return error_page(request, 500)
