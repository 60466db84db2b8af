"""The desk's forms of a posting and of the log of its boards."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput, LimitedFileInput, ManyFilesField, ManyFilesInput
from conglang.content.documents.forms import OFFICE
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.rules import tidy_code
from conglang.content.postings.catalogue import kind_choices
from conglang.content.postings.models import NAME_LENGTH, NOTE_LENGTH, BoardAct, Posting
from conglang.content.postings.queries import to_post, usual_places
from conglang.content.postings.rules import Act
from conglang.content.postings.services.log import Seen
from conglang.tools.media.models import Document
from conglang.tools.media.rules import MAX_DOCUMENT_BYTES

MOST_KNOWN = 300  # of a list to choose from
MOST_PHOTO_BYTES = 20 * 1024 * 1024
PHOTOS = "image/jpeg,image/png,image/webp"


class PostingForm(forms.ModelForm):  # type: ignore[type-arg]
    """What hangs, from when to when, where."""

    posted = forms.CharField(
        label=_("Posted document"),
        required=False,
        max_length=120,
        help_text=_(
            "Number and date of a public document, such as “12/QĐ-UBND, 05/03/2026”. It may stay empty."
        ),
        widget=forms.TextInput(attrs={"list": "public-documents"}),
    )
    more_files: Any = ManyFilesField(
        label=_("Posted files"),
        required=False,
        help_text=_("You can choose several at once."),
        widget=ManyFilesInput(max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": OFFICE}),
    )
    remove_files = forms.MultipleChoiceField(
        label=_("Files to take off"), required=False, widget=forms.CheckboxSelectMultiple
    )
    usual = forms.MultipleChoiceField(label=_("Places"), required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label=_("Other places"),
        required=False,
        max_length=4000,
        help_text=_("One in a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = Posting
        fields = ("kind", "title", "text", "starts_on", "ends_on", "note")
        widgets = {
            "starts_on": DayInput(),
            "ends_on": DayInput(),
            "text": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts = {
            "ends_on": _("It still hangs on this day. Empty for what hangs for good."),
            "note": _("For colleagues. Readers do not see it."),
        }

    field_order = ("kind", "title", "posted", "text", "more_files", "remove_files", "starts_on", "ends_on",
                   "usual", "others", "note")  # fmt: skip

    def __init__(self, *args: Any, files: Sequence[Document] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.instance.unit
        self.stored_files = list(files)
        self.fields["kind"] = forms.ChoiceField(
            label=_("What is posted"), choices=[("", _("Please choose")), *kind_choices()]
        )
        removable, usual = self.fields["remove_files"], self.fields["usual"]
        if self.stored_files:
            removable.choices = [  # type: ignore[attr-defined]
                (str(file.pk), f"{file.title}.{file.extension}") for file in self.stored_files
            ]
        else:
            del self.fields["remove_files"]
        known = usual_places(unit)
        usual.choices = [(place, place) for place in known]  # type: ignore[attr-defined]
        places = self.instance.places
        usual.initial = [place for place in places if place in known] if self.instance.pk else known[:1]
        self.fields["others"].initial = "\n".join(place for place in places if place not in known)
        if self.instance.document:
            self.fields["posted"].initial = name_of(self.instance.document)
        self.known = [(name_of(row), row.abstract) for row in to_post(unit)[:MOST_KNOWN]]
        self.order_fields(self.field_order)

    def clean_posted(self) -> OfficialDocument | None:
        """The public document of this number, and of this date if one is given."""
        text = self.cleaned_data["posted"].strip()
        if not text:
            return None
        code, _comma, day = text.partition(",")
        rows = to_post(self.instance.unit).filter(code=tidy_code(code))
        if day.strip():
            rows = rows.filter(issued_on=_read_day(day.strip()))
        found = list(rows[:2])
        if len(found) != 1:
            raise ValidationError(
                _("Exactly one public document is needed. Give its number and its date.")
                if found
                else _("No public document has this number.")
            )
        return found[0]

    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the posting's fields."""
        given = self.cleaned_data
        others = (" ".join(line.split()) for line in given["others"].splitlines())
        places = [*given["usual"], *(line for line in others if line)]
        return {name: given[name] for name in self.Meta.fields} | {
            "places": list(dict.fromkeys(places)),
            "document": given["posted"],
        }

    def kept_files(self) -> list[Document]:
        """The stored files that stay, in their order."""
        gone = set(self.cleaned_data.get("remove_files") or [])
        return [file for file in self.stored_files if str(file.pk) not in gone]

    def _post_clean(self) -> None:
        """Fields only: the service judges the posting as a whole, together with its files."""


def name_of(document: OfficialDocument) -> str:
    """How lists to choose from name a document."""
    return f"{document.code}, {document.issued_on:%d/%m/%Y}" if document.issued_on else document.code


def _read_day(text: str) -> date:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise ValidationError(_("Write the date like 05/03/2026.")) from None


class SightingForm(forms.Form):
    """A line of the log."""

    place = forms.ChoiceField(label=_("Place"))
    act = forms.ChoiceField(label=_("Done or seen"), choices=BoardAct.choices)
    at = forms.DateTimeField(
        label=_("Time"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    who = forms.CharField(label=_("Who did it"), max_length=NAME_LENGTH, help_text=_("Full name and office."))
    photo = forms.FileField(
        label=_("Photo of the board"),
        required=False,
        widget=LimitedFileInput(max_bytes=MOST_PHOTO_BYTES, attrs={"accept": PHOTOS}),
    )
    photo_alt = forms.CharField(
        label=_("What the photo shows"),
        max_length=255,
        required=False,
        help_text=_("One sentence for people who cannot see the picture; it is read aloud to them."),
    )
    note = forms.CharField(label=_("Remark"), max_length=NOTE_LENGTH, required=False)

    def __init__(self, *args: Any, places: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(place, place) for place in places]  # type: ignore[attr-defined]

    def seen(self) -> Seen:
        """What was filled in."""
        given = self.cleaned_data
        return Seen(
            place=given["place"],
            act=Act(given["act"]),
            at=given["at"],
            who=given["who"],
            photo=given["photo"],
            photo_alt=given["photo_alt"],
            note=given["note"],
        )
