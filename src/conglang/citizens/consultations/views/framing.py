"""What the views of this room share."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Unit
from conglang.kernel.ids import uuid7
from conglang.tools.search.extraction import Unreadable, text_of


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with, if it was."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def uid_of(given: str | None) -> UUID:
    """The key that was made where it was written; a new one for none."""
    try:
        return UUID(given or "")
    except ValueError:
        return uuid7()


def unit_of(by: Actor, permission: str) -> Unit:
    """The acting unit, or the first one in which the person holds the permission. Raises NotFound."""
    ids = [unit_id for unit_id in by.scope.writable or () if by.may(permission, unit_id)]
    if not ids:
        raise NotFound
    return Unit.objects.get(pk=by.unit_id if by.unit_id in ids else ids[0])


def take_errors(form: Any, refused: ValidationError) -> None:
    """Lay errors of a service beside the fields of its form."""
    found = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
    for name, texts in found.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def text_of_word(file: Any) -> str:
    """The text of a Word file that was sent. Raises ValidationError for what is none."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "draft.docx"
        path.write_bytes(file.read())
        try:
            return text_of(path, "docx")
        except Unreadable:
            raise ValidationError(
                {"word": _("This Word file cannot be read. Please paste the text.")}
            ) from None
