"""The desk's forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import LimitedFileInput
from conglang.content.procedures.models import LocalNote
from conglang.content.procedures.reading import MOST_BYTES
from conglang.kernel.ids import uuid7
from conglang.tools.media.rules import MAX_IMAGE_BYTES


class ImportForm(forms.Form):
    """A file of the national source."""

    file = forms.FileField(
        label=_("Export of the national database"),
        help_text=_(
            "XLSX, CSV or JSON, at most 20 MB. It needs the columns “Mã thủ tục” and “Tên thủ tục”; "
            "nothing changes before another person has put the import in force."
        ),
        widget=LimitedFileInput(max_bytes=MOST_BYTES, attrs={"accept": ".xlsx,.csv,.json,.txt"}),
    )
    is_whole = forms.BooleanField(
        label=_("The file holds the whole catalogue"),
        required=False,
        help_text=_("Then procedures that it does not name are shown as repealed."),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs make it generic, Django does not
    """What a commune adds beside a procedure; the service judges the note as a whole."""

    picture_file = forms.FileField(
        label=_("New photo of a filled form"),
        required=False,
        widget=LimitedFileInput(
            max_bytes=MAX_IMAGE_BYTES, attrs={"accept": "image/jpeg,image/png,image/webp"}
        ),
        help_text=_("Only with invented names and numbers."),
    )
    remove_picture = forms.BooleanField(label=_("Show no picture any more"), required=False)

    field_order = (
        "place", "hours", "phone", "remarks", "picture_file", "picture_alt", "remove_picture",
    )  # fmt: skip

    class Meta:
        model = LocalNote
        fields = ("place", "hours", "phone", "remarks", "picture_alt")
        widgets = {"remarks": forms.Textarea(attrs={"rows": 4})}

    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the note's fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Fields only."""
