"""What the views of this room share."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conglang.tools.search.extraction import Unreadable, text_of


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
