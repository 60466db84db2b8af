"""Views opt in to being stored: `@stored`."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from conglang.tools.pagestore.watching import Reading

View = Callable[..., HttpResponse]
logger = logging.getLogger(__name__)

ASKS = "X-Conglang-Store"  # from the front: this answer may be stored; visitors' own are struck out
KEEP = "X-Conglang-Keep"  # to the front: it may indeed


def stored(view: View) -> View:
    """Let the answer be kept for all visitors until something that it shows changes.

    The view must answer every visitor alike. An answer that read a table which nobody declared is given,
    but not kept, and reported: nothing would tell when it is out of date.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_asked(request):
            return view(request, *args, **kwargs)
        reading = Reading()
        with connection.execute_wrapper(reading):
            response = view(request, *args, **kwargs)
        if reading.undeclared:
            logger.error("%s is not stored: it reads %s", request.path, sorted(reading.undeclared))
        elif not request.GET or getattr(request, "has_known_page", False):
            response[KEEP] = "yes"
        return response

    answer.is_stored = True  # type: ignore[attr-defined]
    return answer


def is_asked(request: HttpRequest) -> bool:
    """Whether the front will store and complete the answer to this request."""
    return ASKS in request.headers


def page_exists(request: HttpRequest) -> None:
    """Say that the number in `?page=` names a page of this list: numbers without end are not stored."""
    request.has_known_page = True  # type: ignore[attr-defined]


def is_stored(path: str, urlconf: str) -> bool:
    """Whether the view behind a public path is one of those."""
    try:
        return getattr(resolve(path, urlconf).func, "is_stored", False)
    except Resolver404:
        return False
