"""What pages with one form share: try, say what is wrong beside its field, keep what was typed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conglang.base.accounts.permissions import NotFound


@dataclass(frozen=True)
class Note:
    """Something to know before the button is pressed."""

    level: str
    text: str


@dataclass(frozen=True)
class FormPage:
    """A page about one form."""

    heading: str
    lead: str
    submit: str
    back_url: str
    notes: list[Note] = field(default_factory=list)

    def show(self, request: HttpRequest, form: Form) -> HttpResponse:
        """The page; 422 where the form was refused."""
        context = {"page": self, "form": form}
        return render(request, "workspace/settings_page.html", context, status=422 if form.errors else 200)


def attempt(form: Any, act: Callable[[], object], beside: str | None = None) -> bool:
    """Run a service; what it refuses stands beside its field. Raises NotFound for what went meanwhile."""
    try:
        act()
    except ValidationError as refused:
        form.add_error(None if hasattr(refused, "error_dict") else beside, refused)
        return False
    except ObjectDoesNotExist as gone:
        raise NotFound from gone
    return True
