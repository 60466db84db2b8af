"""The living style guide: every token and component in its states. Mounted in the demonstration only."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from conglang.base.ui import samples
from conglang.base.ui.errors import error_page

READING = {"theme": ("light", "dark"), "contrast": ("normal", "more"), "text": ("normal", "large", "larger")}


def guide(request: HttpRequest) -> HttpResponse:
    """Tokens and components; the query chooses the theme, so that themes can be compared."""
    return render(request, "ui/guide/guide.html", _reading(request) | samples.guide())


def public_sample(request: HttpRequest) -> HttpResponse:
    """A home page of a commune with invented content."""
    return render(request, "ui/guide/public_sample.html", _reading(request) | samples.public())


def desk_sample(request: HttpRequest) -> HttpResponse:
    """An official's desk with invented content."""
    return render(request, "ui/guide/desk_sample.html", _reading(request) | samples.desk())


def error_sample(request: HttpRequest, status: int) -> HttpResponse:
    """The error page of a status."""
    return error_page(request, status, reference="7QK2-M4" if status == 500 else "")


def progress_sample(_request: HttpRequest) -> JsonResponse:
    """What a long task answers to progress.js."""
    return JsonResponse({"done": 640, "total": 1200, "note": "Đang đọc tệp thứ 640", "finished": False})


def _reading(request: HttpRequest) -> dict[str, Any]:
    chosen = {name: request.GET.get(name, "") for name in READING}
    return {"reading": {name: value for name, value in chosen.items() if value in READING[name]}}
