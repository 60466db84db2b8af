"""Forms about the frame and the front of a site."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.ui.forms import LimitedFileInput
from conglang.tools.media.rules import MAX_IMAGE_BYTES
from conglang.tools.pages.models import BannerPicture, Channel, SiteLink
from conglang.tools.pages.picture_forms import PICTURES


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """One row of a list; `of` names the row that is changed, by what is unique in it."""

    of = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def facts(self) -> dict[str, Any]:
        """What was typed, as the change keeps it."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class PictureForm(RowForm):
    """A picture, new or from the library, and what it shows."""

    file = forms.FileField(
        label=gettext_lazy("New picture"),
        required=False,
        help_text=gettext_lazy("Landscape format, at least 1,280 pixels wide."),
        widget=LimitedFileInput(max_bytes=MAX_IMAGE_BYTES, attrs=PICTURES),
    )
    image = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ("file", "alt_text")

    class Meta:
        model = BannerPicture
        fields = ("alt_text",)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not (given.get("file") or given.get("image") or given.get("of")):
            self.add_error("file", _("Choose a file, or one of the pictures below."))
        return given


class ChannelForm(RowForm):
    """An official channel."""

    class Meta:
        model = Channel
        fields = ("kind", "name", "address")


class LinkForm(RowForm):
    """A way to another site; people leave “https://” out."""

    address = forms.URLField(label=gettext_lazy("Web address"), max_length=400, assume_scheme="https")

    class Meta:
        model = SiteLink
        fields = ("group", "name", "address")
