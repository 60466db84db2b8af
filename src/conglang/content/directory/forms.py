"""The desk's forms, in the order in which their fields are read."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import LimitedFileInput
from conglang.base.units.models import Department, Hamlet
from conglang.content.directory.models import (
    Business,
    DepartmentPage,
    Entry,
    HamletPage,
    Official,
    ReceptionDesk,
)
from conglang.content.directory.rules import MOST_PRODUCTS, as_lines, products_of
from conglang.tools.media.models import Image
from conglang.tools.media.rules import MAX_IMAGE_BYTES
from conglang.tools.pages.picture_forms import (
    PICTURES,
    PicturesField,
    WordsForm,
    described,
    undescribed,
)

LONG, SHORT = forms.Textarea(attrs={"rows": 5}), forms.Textarea(attrs={"rows": 3})
_OF_UNIT: dict[str, Any] = {"department": Department, "hamlet": Hamlet}


def _picture() -> forms.FileField:
    return forms.FileField(
        label=_("New picture"),
        required=False,
        widget=LimitedFileInput(max_bytes=MAX_IMAGE_BYTES, attrs=PICTURES),
    )


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]  # each kind has its model
    """A form about one entry. Which department or hamlet a page is about stays once it was written."""

    picture_field = ""  # the field that holds the key of the picture
    uploads = frozenset({"picture_file", "remove_picture", "more_files"})  # what becomes pictures
    about = ""  # the field that says what the page is about

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in _OF_UNIT.items():
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = model.objects.filter(unit=self.instance.unit_id)
                field.empty_label = _("None") if not field.required else _("Please choose")
        if self.about and self.instance.pk:
            del self.fields[self.about]

    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the entry's fields."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in self.uploads}

    def _post_clean(self) -> None:
        """Fields only: the service judges the entry as a whole, together with its picture."""


class OfficialForm(EntryForm):
    """A person in office."""

    picture_field = "portrait"
    picture_file = _picture()
    remove_picture = forms.BooleanField(label=_("Show no picture any more"), required=False)

    field_order = (
        "full_name", "post", "group", "rank", "department", "hamlet", "is_head", "is_spokesperson", "duties",
        "biography", "phone", "email", "reception", "picture_file", "portrait_alt", "remove_picture",
    )  # fmt: skip

    class Meta:
        model = Official
        fields = (
            "full_name", "post", "group", "rank", "department", "hamlet", "is_head", "is_spokesperson",
            "duties", "biography", "phone", "email", "reception", "portrait_alt",
        )  # fmt: skip
        widgets = {"duties": LONG, "biography": LONG}


class DepartmentForm(EntryForm):
    """What a department does."""

    about = "department"

    class Meta:
        model = DepartmentPage
        fields = ("department", "functions", "place", "hours", "phone", "email")
        widgets = {"functions": LONG}


class ReceptionForm(EntryForm):
    """Where citizens are received."""

    class Meta:
        model = ReceptionDesk
        fields = ("name", "place", "hours", "rules", "phone", "email")
        widgets = {"rules": LONG}


class HamletForm(EntryForm):
    """A hamlet with its cultural house."""

    about = "hamlet"

    class Meta:
        model = HamletPage
        fields = ("hamlet", "about", "cultural_house", "phone")
        widgets = {"about": LONG}


class BusinessForm(EntryForm):
    """A business with its products, one a line."""

    picture_field = "picture"
    products = forms.CharField(
        label=_("Products"),
        required=False,
        max_length=4000,
        widget=SHORT,
        help_text=_("One product a line. With OCOP stars: “Honey – 4 sao”."),
    )
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    picture_file = _picture()
    remove_picture = forms.BooleanField(label=_("Show no picture any more"), required=False)
    more_files = PicturesField(label=_("More pictures"), required=False)

    field_order = (
        "name", "kind", "products", "about", "place", "hamlet", "phone", "email", "website",
        "picture_file", "picture_alt", "remove_picture", "more_files",
    )  # fmt: skip

    class Meta:
        model = Business
        fields = (
            "name", "kind", "about", "place", "hamlet", "phone", "email", "website", "picture_alt",
        )  # fmt: skip
        widgets = {"about": LONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("products", as_lines(self.instance.products))
        self.stored = [block["value"] for block in self.instance.more_pictures.get_prep_value()]
        self.words = WordsForm.of(self.data if self.is_bound else None, self.stored)

    @property
    def pairs(self) -> list[tuple[Any, WordsForm]]:
        """The pictures that are there, each with the form that describes it."""
        images = [child.value.get("picture") for child in self.instance.more_pictures]
        return list(zip(images, self.words, strict=True))

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.words)])

    def with_pictures(self, added: Iterable[Image]) -> Any:
        """The set of pictures as it was described, with new ones at its end."""
        rows = [*described(self.stored, self.words), *(undescribed(image.pk) for image in added)]
        block = self.instance.more_pictures.stream_block
        return block.to_python([{"type": "picture", "value": row} for row in rows])

    def clean_products(self) -> list[dict[str, Any]]:
        """Products as they are stored."""
        found = products_of(self.cleaned_data["products"])
        if len(found) > MOST_PRODUCTS:
            raise forms.ValidationError(_("At most 40 products can be shown."))
        return [{"name": each.name, "stars": each.stars} for each in found]


FORMS: dict[type[Entry], type[EntryForm]] = {
    Official: OfficialForm,
    DepartmentPage: DepartmentForm,
    ReceptionDesk: ReceptionForm,
    HamletPage: HamletForm,
    Business: BusinessForm,
}
