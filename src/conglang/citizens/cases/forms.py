"""Forms of the desk: one for each command that needs words, what is typed in, and what belongs to a case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.models import User
from conglang.base.duties.queries import workers
from conglang.base.ui.forms import DayInput, ManyFilesField, ManyFilesInput
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.citizens.cases.catalogue import categories, followed, grounds_for, streams
from conglang.citizens.cases.checking import Message
from conglang.citizens.cases.covering import MOST_BOXES, Box
from conglang.citizens.cases.files import MOST_BYTES, IncomingFile
from conglang.citizens.cases.models import (
    ANSWER_LENGTH,
    ENDINGS,
    PLACE_LENGTH,
    SUBJECT_LENGTH,
    TEXT_LENGTH,
    TYPED_IN,
    WORDS_LENGTH,
    AnswerTemplate,
    Case,
    Channel,
    RoutingRule,
)
from conglang.citizens.cases.queries import showable_photos
from conglang.kernel.clock import LOCAL_ZONE
from conglang.kernel.clock import now as clock_now
from conglang.tools.vault.models import Mode
from conglang.tools.vault.rules import Contact


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CaseForm(forms.Form):
    """A form about one case."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fit(self.fields)

    def fit(self, fields: dict[str, Any]) -> None:
        """Offer what belongs to the case."""


class WordsForm(CaseForm):
    """A sentence that the sender reads."""

    words = forms.CharField(
        label=_("Words for the sender"), max_length=WORDS_LENGTH, widget=_words(), required=False
    )


class ReasonForm(CaseForm):
    """A sentence that stays inside."""

    reason = forms.CharField(
        label=_("Why (stays inside)"), max_length=WORDS_LENGTH, widget=_words(2), required=False
    )


class RefuseForm(WordsForm):
    """Why it is not taken up."""

    ground = forms.ChoiceField(label=_("Ground of the refusal"))
    field_order = ("ground", "words")

    def fit(self, fields: dict[str, Any]) -> None:
        known = grounds_for(self.case.stream)
        fields["ground"].choices = [("", "—"), *((key, each.name) for key, each in known.items())]


class AssignForm(CaseForm):
    """To whom it goes."""

    department = forms.ModelChoiceField(Department.objects.none(), label=_("department in charge"))
    person = forms.ModelChoiceField(User.objects.none(), label=_("person in charge"), required=False)

    def fit(self, fields: dict[str, Any]) -> None:
        unit = self.case.unit_id
        fields["department"].queryset = Department.objects.filter(unit=unit)
        fields["person"].queryset = workers(unit, clock_now())


class ForwardForm(WordsForm):
    """To which unit it goes."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("unit in charge"))
    field_order = ("unit", "words")

    def fit(self, fields: dict[str, Any]) -> None:
        fields["unit"].queryset = neighbours(self.case.unit)


def neighbours(unit: Unit) -> Any:
    """The units above and beside, as they stand today."""
    near = Unit.objects.filter(pk__in=unit.ancestor_ids) | Unit.objects.filter(parent=unit.parent_id)
    return near.filter(valid_to=None).exclude(pk=unit.pk).order_by("level", "name")


class ExtendForm(WordsForm):
    """Until when, and why."""

    until = forms.DateField(label=_("new last day"), widget=DayInput())
    field_order = ("until", "words")


class MergeForm(CaseForm):
    """The same case, by its code."""

    code = forms.CharField(label=_("code of the other case"), max_length=20)


class SortForm(CaseForm):
    """What it is about."""

    stream = forms.ChoiceField(label=_("kind of matter"))
    category = forms.ChoiceField(label=_("field of feedback"), required=False)

    def fit(self, fields: dict[str, Any]) -> None:
        kinds = [*followed().values(), streams()["denunciation"]]
        fields["stream"].choices = [(each.key, each.name) for each in kinds]
        fields["category"].choices = [("", "—"), *((key, each.name) for key, each in categories().items())]


class ProposeForm(CaseForm):
    """What everybody may read."""

    subject = forms.CharField(label=_("public heading"), max_length=SUBJECT_LENGTH)
    text = forms.CharField(label=_("public text"), max_length=TEXT_LENGTH, widget=_words(5))
    photos = forms.ModelMultipleChoiceField(
        Case.objects.none(),
        label=_("photos for the site"),
        help_text=_("Only photos on which nobody and no number plate can be recognised."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def fit(self, fields: dict[str, Any]) -> None:
        fields["photos"].queryset = showable_photos(self.case)
        fields["photos"].label_from_instance = lambda row: (
            _("%(name)s, covered") % {"name": row.label} if row.boxes else row.label
        )
        if not fields["photos"].queryset.exists():
            del fields["photos"]


class AnswerForm(CaseForm):
    """The answer; a template can be laid in first."""

    outcome = forms.ChoiceField(label=_("result"), choices=[("", "—"), *ENDINGS], required=False)
    text = forms.CharField(label=_("answer"), max_length=ANSWER_LENGTH, widget=_words(8), required=False)
    legal_basis = forms.CharField(label=_("legal basis"), max_length=400, required=False)
    document = forms.CharField(label=_("number of the document"), max_length=120, required=False)


class NoteForm(CaseForm):
    """Why somebody looks."""

    note = forms.CharField(label=_("Why, or what was done"), max_length=300, widget=_words(2))


class EntryForm(forms.Form):
    """What came by telephone, at the counter, by e-mail or on paper."""

    channel = forms.ChoiceField(label=_("how it came"))
    received_at = forms.DateTimeField(
        label=_("received at"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    stream = forms.ChoiceField(label=_("kind of matter"))
    category = forms.ChoiceField(
        label=_("field of feedback"), required=False, help_text=_("For feedback on the spot.")
    )
    text = forms.CharField(label=_("what was sent"), max_length=TEXT_LENGTH, widget=_words(6))
    hamlet = forms.ModelChoiceField(Hamlet.objects.none(), label=_("hamlet of the matter"), required=False)
    place = forms.CharField(label=_("place"), max_length=PLACE_LENGTH, required=False)
    mode = forms.ChoiceField(label=_("The sender"), choices=Mode.choices, initial=Mode.NAME_HIDDEN)
    name = forms.CharField(label=_("name of the sender"), max_length=160, required=False)
    phone = forms.CharField(label=_("telephone of the sender"), max_length=40, required=False)
    address = forms.CharField(label=_("address of the sender"), max_length=240, required=False)
    id_number = forms.CharField(
        label=_("identity number"),
        max_length=20,
        required=False,
        help_text=_("Only for requests for information."),
    )
    wants_public = forms.BooleanField(
        label=_("The sender agrees that it becomes public without the name."), required=False
    )
    attached = ManyFilesField(
        label=_("photos, scans, voice notes"),
        required=False,
        widget=ManyFilesInput(max_bytes=MOST_BYTES),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["channel"].choices = [(each.value, each.label) for each in TYPED_IN]
        kinds = [*followed().values(), streams()["denunciation"]]
        fields["stream"].choices = [(each.key, each.name) for each in kinds]
        fields["category"].choices = [("", "—"), *((key, each.name) for key, each in categories().items())]
        fields["hamlet"].queryset = Hamlet.objects.filter(unit=unit)
        fields["received_at"].initial = clock_now().astimezone(LOCAL_ZONE)

    @property
    def channel_meant(self) -> Channel:
        """How it came."""
        return Channel(self.cleaned_data["channel"])

    def message(self) -> Message:
        """What was said."""
        given = self.cleaned_data
        return Message(
            stream=given["stream"], category=given["category"], text=given["text"], place=given["place"],
            hamlet_id=given["hamlet"].pk if given["hamlet"] else None, wants_public=given["wants_public"],
        )  # fmt: skip

    def contact(self) -> Contact:
        """Who said it."""
        names = ("name", "phone", "address", "id_number")
        return Contact(**{name: self.cleaned_data[name] for name in names})

    @property
    def files_sent(self) -> list[IncomingFile]:
        """The files in the order of the form."""
        return [IncomingFile(file.name, file) for file in self.cleaned_data["attached"]]


class RoutingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rule that suggests a department."""

    stream = forms.ChoiceField(label=_("kind of matter"), required=False)
    category = forms.ChoiceField(label=_("field of feedback"), required=False)

    class Meta:
        model = RoutingRule
        fields = ("stream", "category", "hamlet", "department")
        labels = {"hamlet": _("hamlet of the matter"), "department": _("department in charge")}

    def __init__(self, *args: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        anything = [("", _("any"))]
        fields["stream"].choices = anything + [(key, each.name) for key, each in followed().items()]
        fields["category"].choices = anything + [(key, each.name) for key, each in categories().items()]
        fields["hamlet"].queryset = Hamlet.objects.filter(unit=unit_id)
        fields["department"].queryset = Department.objects.filter(unit=unit_id)


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """Words that answers begin from."""

    category = forms.ChoiceField(label=_("field of feedback"), required=False)

    class Meta:
        model = AnswerTemplate
        fields = ("label", "category", "text", "legal_basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        known = [(key, each.name) for key, each in categories().items()]
        fields["category"].choices = [("", _("any")), *known]


class BoxForm(forms.Form):
    """A box over a photo, in percent of its sides; an empty row is no box."""

    left = forms.IntegerField(label=_("from the left, %"), min_value=0, max_value=99, required=False)
    top = forms.IntegerField(label=_("from the top, %"), min_value=0, max_value=99, required=False)
    width = forms.IntegerField(label=_("width, %"), min_value=1, max_value=100, required=False)
    height = forms.IntegerField(label=_("height, %"), min_value=1, max_value=100, required=False)

    @property
    def box(self) -> Box | None:
        """The box of a checked form."""
        given = self._numbers()
        return Box(*given) if None not in given else None

    def _numbers(self) -> list[Any]:
        return [self.cleaned_data.get(name) for name in self.fields]

    def clean(self) -> dict[str, Any]:
        given = self._numbers()
        if not self.errors and any(each is not None for each in given):
            if None in given:
                raise ValidationError(_("Please fill in all four numbers, or none of them."))
            if not Box(*given).fits:
                raise ValidationError(_("This box lies outside the picture."))
        return self.cleaned_data


BoxFormSet = forms.formset_factory(BoxForm, extra=3, max_num=MOST_BOXES, absolute_max=MOST_BOXES)
