"""The desk's forms: a question typed in, an answer, and the short ones beside a question."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.models import User
from conglang.base.ui.forms import DayInput
from conglang.citizens.questions.fields import field_choices
from conglang.citizens.questions.models import ASKED_LENGTH, TOLD_LENGTH, TYPED, Answer
from conglang.citizens.questions.services.ask import Wording
from conglang.citizens.questions.wording import ENDINGS
from conglang.tools.vault.rules import Contact

LINE_LENGTH = 200


class TypeInForm(forms.Form):
    """What somebody asks at the counter or by telephone, and how to reach them."""

    channel = forms.ChoiceField(label=_("How it came"), choices=[(each.value, each.label) for each in TYPED])
    text = forms.CharField(
        label=_("Question"),
        max_length=ASKED_LENGTH,
        help_text=_("In the words of the person. It is never published as it stands."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    field = forms.ChoiceField(label=_("Field of the question"), choices=field_choices)
    name = forms.CharField(label=_("Name of the person"), required=False, max_length=LINE_LENGTH)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=LINE_LENGTH)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=LINE_LENGTH)

    def wording(self) -> Wording:
        """What was filled in."""
        given = self.cleaned_data
        contact = Contact(name=given["name"], phone=given["phone"], email=given["email"])
        return Wording(given["text"], given["field"], contact)


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]
    """A question as it is published, with its answer."""

    field = forms.ChoiceField(label=_("Field of the question"), choices=field_choices)

    class Meta:
        model = Answer
        fields = ("field", "title", "asked", "text", "basis", "answerer", "review_on")
        widgets = {
            "asked": forms.Textarea(attrs={"rows": 4}),
            "text": forms.Textarea(attrs={"rows": 10}),
            "basis": forms.Textarea(attrs={"rows": 3}),
            "review_on": DayInput(),
        }

    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the answer's fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Fields only: the service judges the answer as a whole."""


class HandOutForm(forms.Form):
    """Of which field a question is, and who answers it."""

    field = forms.ChoiceField(label=_("Field of the question"), choices=field_choices)
    person = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who answers"),
        required=False,
        empty_label=_("Whoever is in charge of the field"),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Why there is no public answer, and what the sender reads."""

    ending = forms.ChoiceField(
        label=_("Why is there no public answer?"),
        choices=[(key.value, text) for key, text in ENDINGS.items()],
    )
    told = forms.CharField(
        label=_("What the sender reads"),
        max_length=TOLD_LENGTH,
        help_text=_("In plain words: why, and where to go instead."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChooseForm(forms.Form):
    """An answer that exists already."""

    answer = forms.ModelChoiceField(
        Answer.objects.none(), label=_("Public answer"), empty_label=_("Please choose")
    )

    def __init__(self, *args: Any, answers: QuerySet[Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].queryset = answers  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """Why somebody has to know who asked."""

    reason = forms.CharField(
        label=_("Why do you need to know who asked?"),
        max_length=300,
        help_text=_("Each look is written down with its reason."),
    )
