"""What people fill in: the phone form, an answer, and the desk's short forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput, LimitedFileInput, ManyFilesField, ManyFilesInput
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.content.newsroom.services.receive_file import IncomingFile
from conglang.content.submissions.models import (
    ADDRESS_LENGTH,
    NAME_LENGTH,
    REASON_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Channel,
    Consent,
    Part,
)
from conglang.content.submissions.services.archive import judge
from conglang.content.submissions.services.receive import Story
from conglang.tools.media.rules import MAX_DOCUMENT_BYTES, MAX_IMAGE_BYTES, Unacceptable
from conglang.tools.pages.models import Section, SectionKind

TYPED_AT_DESK = (Channel.DESK, Channel.PAPER, Channel.MAIL)
MISFIT = _("“%(name)s” does not fit here.")
FILES = {"pictures": Part.PICTURE, "voice": Part.RECORDING, "word": Part.WORD}


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SendForm(forms.Form):
    """The phone form, from what happened to who says so."""

    title = forms.CharField(
        label=_("What happened?"),
        max_length=TITLE_LENGTH,
        help_text=_("One short sentence."),
        widget=forms.TextInput({"data-draft-title": True}),
    )
    text = forms.CharField(
        label=_("Tell it"),
        max_length=TEXT_LENGTH,
        required=False,
        help_text=_("A few sentences are enough. You may speak instead, or send a Word file."),
        widget=_words(6),
    )
    voice = forms.FileField(
        label=_("Or speak"),
        required=False,
        widget=LimitedFileInput(max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": "audio/*", "capture": "user"}),
    )
    word = forms.FileField(
        label=_("Or a text from Word"),
        required=False,
        widget=LimitedFileInput(max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": ".docx,.doc,.odt"}),
    )
    pictures = ManyFilesField(
        label=_("Pictures"),
        required=False,
        help_text=_("Take them now, or choose several."),
        widget=ManyFilesInput(max_bytes=MAX_IMAGE_BYTES, attrs={"accept": "image/*,image/jpeg"}),
    )
    captions = forms.CharField(
        label=_("What do the pictures show?"),
        required=False,
        max_length=4000,
        help_text=_("One line for each picture, in the same order."),
        widget=_words(3),
    )
    consent = forms.ChoiceField(
        label=_("Have the people in them agreed?"),
        choices=Consent,
        required=False,
        widget=forms.RadioSelect,
    )
    hamlet = forms.ModelChoiceField(
        Hamlet.objects.none(), label=_("In which hamlet?"), required=False, empty_label=_("Elsewhere")
    )
    place = forms.CharField(label=_("Where exactly?"), max_length=ADDRESS_LENGTH, required=False)
    happened_on = forms.DateField(
        label=_("On which day?"),
        required=False,
        widget=DayInput(),
    )
    happened_at = forms.TimeField(
        label=_("At what time?"),
        required=False,
        help_text=_("May stay empty."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    sender_name = forms.CharField(
        label=_("Who wrote or collected it?"), max_length=NAME_LENGTH, help_text=_("Full name.")
    )
    sender_address = forms.CharField(label=_("Address or unit"), max_length=ADDRESS_LENGTH)
    sender_contact = forms.CharField(
        label=_("Phone or e-mail"), max_length=ADDRESS_LENGTH, required=False, help_text=_("May stay empty.")
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Supplying department"), required=False, empty_label=_("None")
    )
    source_name = forms.CharField(
        label=_("Where was it collected from?"),
        max_length=200,
        required=False,
        help_text=_("Only for what others have published: name of the newspaper, site or book."),
    )
    source_url = forms.URLField(label=_("Its link"), max_length=400, required=False, assume_scheme="https")
    channel = forms.ChoiceField(
        label=_("How did it come?"),
        required=False,
        choices=[("", _("I write it myself")), *((each.value, each.label) for each in TYPED_AT_DESK)],
    )

    def __init__(self, *args: Any, unit: Unit, at_desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name, model in (("hamlet", Hamlet), ("department", Department)):
            fields[name].queryset = model.objects.filter(unit=unit)
            if not fields[name].queryset.exists():
                del fields[name]
        if not at_desk:
            del fields["channel"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in FILES:
            self._judge(name)
        if not (given.get("text", "").strip() or given.get("voice") or given.get("word")):
            self.add_error("text", _("Please write a few sentences, speak, or choose a Word file."))
        if given.get("pictures") and not given.get("consent"):
            self.add_error("consent", _("Please choose one."))
        if given.get("source_url") and not given.get("source_name"):
            self.add_error("source_name", _("Please name the source of the collected item."))
        return given

    def _judge(self, name: str) -> None:
        """Say what is wrong with a file."""
        for file in self._files(name):
            try:
                if judge(IncomingFile(file.name, file)).part != FILES[name]:
                    self.add_error(name, MISFIT % {"name": file.name})
            except Unacceptable as refusal:
                self.add_error(name, f"“{file.name}”: {refusal.reason.label}")

    def _files(self, name: str) -> list[Any]:
        given = self.cleaned_data.get(name)
        return given if isinstance(given, list) else [given] if given else []

    @property
    def files_sent(self) -> list[IncomingFile]:
        """The files in the order of the form."""
        return [IncomingFile(file.name, file) for name in FILES for file in self._files(name)]

    @property
    def channel_meant(self) -> Channel:
        """How it came."""
        given = self.cleaned_data
        if given.get("channel"):
            return Channel(given["channel"])
        return Channel.WORD if given.get("word") and not given["text"] else Channel.PHONE

    def story(self) -> Story:
        """What was said."""
        given = {key: value for key, value in self.cleaned_data.items() if key not in {*FILES, "channel"}}
        rows = {name: given.pop(name, None) for name in ("hamlet", "department")}
        keys: dict[str, Any] = {f"{name}_id": row.pk if row else None for name, row in rows.items()}
        return Story(**given, **keys)


class AnswerForm(forms.Form):
    """The sender's answer to the desk."""

    text = forms.CharField(label=_("Your answer"), max_length=TEXT_LENGTH, widget=_words(4))
    attached = ManyFilesField(
        label=_("Pictures or files"),
        required=False,
        widget=ManyFilesInput(max_bytes=MAX_DOCUMENT_BYTES),
    )


class AskForm(forms.Form):
    """A question to the sender."""

    question = forms.CharField(
        label=_("What do you want to know?"), max_length=REASON_LENGTH, widget=_words(3)
    )


class DeclineForm(forms.Form):
    """Why it is not used."""

    reason = forms.CharField(
        label=_("Why it is not used"),
        max_length=REASON_LENGTH,
        help_text=_("The sender reads it."),
        widget=_words(3),
    )


class ArticleForm(forms.Form):
    """Where the article is to stand."""

    section = forms.ModelChoiceField(
        Section.objects.none(), label=_("Section of the site"), empty_label=_("Choose a section")
    )

    def __init__(self, *args: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["section"].queryset = Section.objects.filter(unit=unit_id).exclude(kind=SectionKind.GROUP)


class PaperForm(forms.Form):
    """The signed paper has come."""

    received_on = forms.DateField(label=_("Received on"), widget=DayInput())
    scan = forms.FileField(
        label=_("Its scan or picture"),
        required=False,
        widget=LimitedFileInput(
            max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": ".pdf,.jpg,.jpeg,.png,.tif,.tiff"}
        ),
    )
