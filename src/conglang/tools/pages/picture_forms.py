"""Forms for a set of pictures: several files at once, then what each of them shows, in order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.ui.forms import ManyFilesField, ManyFilesInput
from conglang.tools.media.rules import MAX_IMAGE_BYTES

MOST_PICTURES = 40  # in one set, as the editor has it
PICTURES = {"accept": "image/jpeg,image/png,image/webp"}  # phones turn their own kinds into these


class PicturesField(ManyFilesField):
    """Pictures; each is described afterwards."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            help_text=gettext_lazy("You can choose several at once. Then you say of each what it shows."),
            widget=ManyFilesInput(max_bytes=MAX_IMAGE_BYTES, attrs=PICTURES),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = super().clean(data, initial)
        if len(given) > MOST_PICTURES:
            raise forms.ValidationError(
                _("Please choose at most %(count)s pictures.") % {"count": MOST_PICTURES}
            )
        return given


class PicturesForm(forms.Form):
    """Several pictures at once."""

    files: Any = PicturesField(label=gettext_lazy("Pictures"))


class WordsForm(forms.Form):
    """What one picture of a set shows, and where it stands in it."""

    alt_text = forms.CharField(
        label=gettext_lazy("What the picture shows"),
        required=False,
        max_length=255,
        help_text=gettext_lazy(
            "One sentence for people who cannot see the picture. Needed for every picture."
        ),
    )
    caption = forms.CharField(label=gettext_lazy("Caption"), required=False, max_length=300)
    place = forms.IntegerField(
        label=gettext_lazy("Place in the set"), required=False, min_value=1, max_value=MOST_PICTURES
    )
    remove = forms.BooleanField(label=gettext_lazy("Take this picture out"), required=False)

    @classmethod
    def of(cls, data: Any, rows: Sequence[dict[str, Any]]) -> list["WordsForm"]:
        """A form for each stored picture, in order."""
        return [
            cls(
                data,
                prefix=str(number),
                initial={"alt_text": row["picture"]["alt_text"], "caption": row["caption"], "place": number},
            )
            for number, row in enumerate(rows, 1)
        ]


def described(rows: Sequence[dict[str, Any]], forms: Sequence[WordsForm]) -> list[dict[str, Any]]:
    """The stored pictures with the words that were typed, in the order that was wished.

    A picture that moves up to a place comes before the one that has it, one that moves down after it.
    """
    kept = []
    for number, (row, form) in enumerate(zip(rows, forms, strict=True), 1):
        given = form.cleaned_data
        if not given["remove"]:
            picture = {**row["picture"], "alt_text": given["alt_text"]}
            place = given["place"] or MOST_PICTURES
            side = (place > number) - (place < number)
            kept.append((place, side, {"picture": picture, "caption": given["caption"]}))
    return [row for *_place, row in sorted(kept, key=lambda each: each[:2])]


def undescribed(image_id: int) -> dict[str, Any]:
    """A picture that just came, as its block stores it."""
    return {"picture": {"image": image_id, "decorative": False, "alt_text": ""}, "caption": ""}
