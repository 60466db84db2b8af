"""The desk's forms of a consultation, an opinion on paper, what becomes of one, and the outcome."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput, LimitedFileInput
from conglang.base.units.models import Hamlet
from conglang.citizens.consultations.models import (
    OPINION_LENGTH,
    REASON_LENGTH,
    REPLY_LENGTH,
    STANCES,
    TYPED,
    VERDICTS,
    Consultation,
    Opinion,
    Outcome,
)
from conglang.citizens.consultations.queries import names_of
from conglang.citizens.consultations.rules import Section, Stance, Verdict
from conglang.citizens.consultations.services.speak import Said
from conglang.citizens.consultations.services.weigh import Weighed
from conglang.tools.media.rules import MAX_DOCUMENT_BYTES
from conglang.tools.vault.rules import Contact

LINE_LENGTH = 200


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ConsultationForm(forms.ModelForm):  # type: ignore[type-arg]
    """The draft, and from when to when people speak about it."""

    word = forms.FileField(
        label=_("Or the draft as a Word file"),
        required=False,
        help_text=_("Its text replaces the one above. Please read it once more afterwards."),
        widget=LimitedFileInput(max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": ".docx"}),
    )

    class Meta:
        model = Consultation
        fields = ("title", "about", "text", "basis", "opens_on", "closes_on")
        widgets = {"about": _words(3), "text": _words(14), "opens_on": DayInput(), "closes_on": DayInput()}

    field_order = ("title", "about", "text", "word", "basis", "opens_on", "closes_on")

    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Fields only: the service judges the consultation as a whole."""


class MoveForm(forms.Form):
    """Another last day, and why."""

    to = forms.DateField(label=_("New last day"), widget=DayInput())
    because = forms.CharField(
        label=_("Why does the last day change?"), max_length=REASON_LENGTH, help_text=_("Readers see it.")
    )


class OpinionForm(forms.Form):
    """An opinion that came on paper or at a meeting."""

    channel = forms.ChoiceField(label=_("How it came"), choices=[(each.value, each.label) for each in TYPED])
    section = forms.ChoiceField(label=_("About which part"))
    stance = forms.ChoiceField(label=_("What the opinion wants"), choices=list(STANCES.items()))
    text = forms.CharField(label=_("Opinion"), required=False, max_length=OPINION_LENGTH, widget=_words(5))
    hamlet = forms.ModelChoiceField(
        Hamlet.objects.none(), label=_("Hamlet"), required=False, empty_label=_("Not said")
    )
    name = forms.CharField(label=_("Full name"), required=False, max_length=LINE_LENGTH)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=LINE_LENGTH)
    scan = forms.FileField(
        label=_("Scan of the paper"),
        required=False,
        widget=LimitedFileInput(max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": "image/*,.pdf"}),
    )

    def __init__(self, *args: Any, sections: list[Section], unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = list(names_of(sections).items())  # type: ignore[attr-defined]
        self.fields["hamlet"].queryset = Hamlet.objects.filter(unit=unit_id)  # type: ignore[attr-defined]

    def said(self) -> Said:
        """What was filled in."""
        given = self.cleaned_data
        return Said(
            stance=Stance(given["stance"]),
            text=given["text"],
            section=given["section"],
            hamlet_id=given["hamlet"].pk if given["hamlet"] else None,
            contact=Contact(name=given["name"], phone=given["phone"]),
        )


class WeighForm(forms.ModelForm):  # type: ignore[type-arg]
    """What becomes of an opinion."""

    gist = forms.CharField(
        label=_("As the public table words it"),
        max_length=REPLY_LENGTH,
        help_text=_("In a sentence, without names and other personal data."),
        widget=_words(3),
    )
    verdict = forms.ChoiceField(label=_("What becomes of it"), choices=list(VERDICTS.items()))
    reply = forms.CharField(
        label=_("Explanation to the people"),
        required=False,
        max_length=REPLY_LENGTH,
        help_text=_("Needed for what is not taken up, or only in part."),
        widget=_words(3),
    )

    class Meta:
        model = Opinion
        fields = ("gist", "verdict", "reply")

    def weighed(self) -> Weighed:
        """What was filled in."""
        given = self.cleaned_data
        return Weighed(Verdict(given["verdict"]), given["gist"], given["reply"])

    def _post_clean(self) -> None:
        """Fields only: the service judges."""


class OutcomeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What was decided; the table of opinions is added by itself."""

    class Meta:
        model = Outcome
        fields = ("decision", "text", "reasons")
        widgets = {"text": _words(5), "reasons": _words(4)}

    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Fields only: the service judges the outcome as a whole."""
