"""Forms for what stands after the text of an article: a video, sound, a file to fetch, a correction."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conglang.base.ui.forms import DayInput, LimitedFileInput
from conglang.tools.media.models import Document
from conglang.tools.media.rules import CAPTIONS, MAX_DOCUMENT_BYTES, SOUNDS, VIDEOS, Kind


def _files(label: Any, accept: str, help_text: Any) -> Any:
    widget = LimitedFileInput(max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": accept})
    return forms.FileField(label=label, required=False, help_text=help_text, widget=widget)


def _kept() -> Any:
    """A file that came with an earlier try, so that it need not be chosen again."""
    return forms.ModelChoiceField(Document.objects.all(), required=False, widget=forms.HiddenInput)


class PartForm(forms.Form):
    """One part of an article. `slots` are its files: the field that takes one in, the one with its key."""

    slots: ClassVar[dict[str, str]] = {}
    accepted: ClassVar[Mapping[str, tuple[Mapping[str, Kind], Promise]]] = {}
    needed: ClassVar[tuple[str, ...]] = ("file",)

    def __init__(self, *args: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kept in self.slots.values():
            cast("Any", self.fields[kept]).queryset = Document.objects.filter(unit=unit_id)

    def take(self, slot: str, document: Document) -> None:
        """Keep a stored file for this form and the next try; another kind than the part wants is refused."""
        if document.is_quarantined:
            self.add_error(slot, _("This file bears a secrecy mark and is locked."))
            return
        kinds, wrong = self.accepted.get(slot, ({}, ""))
        if kinds and document.extension not in kinds:
            self.add_error(slot, str(wrong))
            return
        kept = self.slots[slot]
        self.cleaned_data[kept] = document
        self.data = cast("Any", self.data).copy()
        cast("Any", self.data)[self.add_prefix(kept)] = str(document.pk)

    def ask_for_files(self) -> None:
        """Say which file is still to be chosen."""
        for slot in self.needed:
            if not self.cleaned_data.get(self.slots[slot]) and slot not in self.errors:
                self.add_error(slot, _("Please choose a file."))

    def value(self) -> dict[str, Any]:
        """The block's content, as it is stored."""
        given = self.cleaned_data
        files = {slot: given[kept].pk if given[kept] else None for slot, kept in self.slots.items()}
        return {name: value for name, value in given.items() if name in self.words} | files

    @property
    def words(self) -> list[str]:
        """Names of the fields that are no files."""
        return [name for name in self.fields if name not in {*self.slots, *self.slots.values()}]

    @classmethod
    def initial_of(cls, value: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with for a stored block."""
        return {**value, **{kept: value.get(slot) for slot, kept in cls.slots.items()}}


class VideoForm(PartForm):
    """A video of the unit, for those who hear and those who do not."""

    title = forms.CharField(label=gettext_lazy("Title of the video"), max_length=160)
    file = _files(
        gettext_lazy("Video file"),
        "video/mp4,video/webm",
        gettext_lazy("MP4 (H.264) or WebM, at most 60 MB."),
    )
    kept_file = _kept()
    captions = _files(
        gettext_lazy("Captions"),
        ".vtt",
        gettext_lazy("A WebVTT file (.vtt) with what is said, and when. Needed before you submit."),
    )
    kept_captions = _kept()
    is_silent = forms.BooleanField(
        label=gettext_lazy("Nobody speaks in this video, so it needs no captions"), required=False
    )
    transcript = forms.CharField(
        label=gettext_lazy("Transcript"),
        required=False,
        help_text=gettext_lazy(
            "Everything that is said, and what is seen where that matters. Needed before you submit."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    slots: ClassVar[dict[str, str]] = {"file": "kept_file", "captions": "kept_captions"}
    accepted: ClassVar[Mapping[str, tuple[Mapping[str, Kind], Promise]]] = {
        "file": (VIDEOS, gettext_lazy("This is not a video. Please choose an MP4 or WebM file.")),
        "captions": (
            {CAPTIONS.extension: CAPTIONS},
            gettext_lazy(
                "This is no WebVTT caption file. Please save the captions as .vtt; .srt is another format."
            ),
        ),
    }


class SoundForm(PartForm):
    """A sound recording of the unit."""

    title = forms.CharField(label=gettext_lazy("Title of the recording"), max_length=160)
    file = _files(
        gettext_lazy("Sound file"), ".mp3,.m4a,.ogg,audio/*", gettext_lazy("MP3, M4A or OGG, at most 60 MB.")
    )
    kept_file = _kept()
    transcript = forms.CharField(
        label=gettext_lazy("Transcript"),
        required=False,
        help_text=gettext_lazy("Everything that is said. Needed before you submit."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    slots: ClassVar[dict[str, str]] = {"file": "kept_file"}
    accepted: ClassVar[Mapping[str, tuple[Mapping[str, Kind], Promise]]] = {
        "file": (
            SOUNDS,
            gettext_lazy("This is not a sound recording. Please choose an MP3, M4A or OGG file."),
        ),
    }


class FileForm(PartForm):
    """A file that readers fetch; its name comes from the file unless one is given."""

    name = forms.CharField(
        label=gettext_lazy("Name that readers see"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("Such as “List of households, 2026”. Empty: the name of the file."),
    )
    document = _files(
        gettext_lazy("File"),
        ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.txt",
        gettext_lazy("PDF, Word, Excel or PowerPoint, at most 60 MB."),
    )
    kept_document = _kept()

    slots: ClassVar[dict[str, str]] = {"document": "kept_document"}
    needed: ClassVar[tuple[str, ...]] = ("document",)

    def value(self) -> dict[str, Any]:
        return {"document": self.cleaned_data["kept_document"].pk}


class CorrectionForm(PartForm):
    """A mistake that readers have seen, and what is right."""

    on = forms.DateField(label=gettext_lazy("Corrected on"), widget=DayInput())
    text = forms.CharField(
        label=gettext_lazy("What was wrong, and what is right"),
        help_text=gettext_lazy("Such as: “The post said 7 metres. The gate is 7.2 metres high.”"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    needed: ClassVar[tuple[str, ...]] = ()

    def value(self) -> dict[str, Any]:
        return {**super().value(), "on": self.cleaned_data["on"].isoformat()}
