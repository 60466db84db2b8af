"""What was sent with a form, and what a service had against it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from conglang.kernel.ids import uuid7


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with, if it was."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def uid_of(given: str | None) -> UUID:
    """The key that was made with the form, so that sending it twice makes one thing; a new one for none."""
    try:
        return UUID(given or "")
    except ValueError:
        return uuid7()


def typed(request: HttpRequest, form: forms.BaseForm) -> dict[str, Any]:
    """What stands in a form that was sent, to begin another one with. Says so of files, which do not stay."""
    if request.FILES:
        messages.info(
            request, _("Please choose the files once more: they do not stay in a form that changes.")
        )
    fields = form.fields.items()
    return {name: form[name].data for name, field in fields if not isinstance(field, forms.FileField)}


def take_errors(form: Any, refused: ValidationError, names: Mapping[str, str] | None = None) -> None:
    """Lay what a service refuses beside the fields that it is about, which may have other `names` here."""
    found = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
    for name, texts in found.items():
        field = (names or {}).get(name, name)
        form.add_error(field if field in form.fields else None, texts)
