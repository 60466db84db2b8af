"""What the views of this room share."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from conglang.base.units.models import Unit
from conglang.kernel.ids import uuid7


def take_errors(form: Any, refused: ValidationError) -> None:
    """Lay errors of a service beside the fields of its form."""
    found = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
    for name, texts in found.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def uid_of(given: str) -> UUID:
    """The key that was made with the form; a new one for none."""
    try:
        return UUID(given)
    except ValueError:
        return uuid7()


def acting_unit(request: HttpRequest) -> Unit:
    """The unit for which the person acts."""
    unit: Unit = request.acting_unit  # type: ignore[attr-defined]  # set by the actor middleware
    return unit
