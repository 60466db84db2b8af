"""The desk's forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import LimitedFileInput
from conglang.content.procedures.reading import MOST_BYTES
from conglang.kernel.ids import uuid7


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
