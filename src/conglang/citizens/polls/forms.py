"""The desk's forms: a poll, the households of a ballot, codes to print, a box of paper ballots."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput
from conglang.base.units.models import Hamlet
from conglang.citizens.polls.matters import online_choices
from conglang.citizens.polls.models import BATCH_LENGTH, NOTE_LENGTH, NUMBER_LENGTH, QUESTION_LENGTH
from conglang.citizens.polls.rules import HIGHEST_NUMBER, INVALID, household_numbers
from conglang.citizens.polls.services.count import Box
from conglang.citizens.polls.services.propose import Ground, Wording

HAMLET = "ho-"  # a number of households follows the key of its hamlet


class Numbers(forms.CharField):
    """Numbers of households as they are written on a list; the value is the numbers."""

    def clean(self, value: Any) -> list[int]:
        """Raises ValidationError for what is no number."""
        text = super().clean(value)
        try:
            return household_numbers(text)
        except ValueError as fault:
            raise ValidationError(
                _("This is no number of a household: %(text)s"), params={"text": fault}
            ) from None


class PollForm(forms.Form):
    """What is asked; with a matter, households decide it."""

    question = forms.CharField(label=_("Question to vote on"), max_length=QUESTION_LENGTH)
    choices = forms.CharField(
        label=_("Choices"),
        help_text=_("Two to eight, one in a line."),
        widget=forms.Textarea({"rows": 4}),
    )
    note = forms.CharField(
        label=_("Explanation for voters"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )
    opens_on = forms.DateField(label=_("First day of voting"), widget=DayInput())
    closes_on = forms.DateField(label=_("Last day of voting"), widget=DayInput())
    matter = forms.ChoiceField(
        label=_("Who votes?"),
        required=False,
        choices=lambda: [("", _("Anybody, for orientation")), *online_choices()],
        help_text=_("One vote a household is only for what the law lets people decide on line."),
    )
    agreement = forms.CharField(
        label=_("Number of the agreement with the Front"),
        required=False,
        max_length=NUMBER_LENGTH,
        help_text=_("Only where households decide."),
    )
    agreed_on = forms.DateField(widget=DayInput(), label=_("Day of the agreement"), required=False)
    more_than = forms.IntegerField(
        label=_("Carried by more than so many percent of all households"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Empty: what the law asks."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("matter") and not given.get("agreed_on") and "agreed_on" not in self.errors:
            self.add_error("agreed_on", _("Without an agreement with the Front there is no ballot on line."))
        return given

    def wording(self) -> Wording:
        """What is asked."""
        given = self.cleaned_data
        choices = tuple(given["choices"].splitlines())
        return Wording(given["question"], choices, given["opens_on"], given["closes_on"], given["note"])

    def ground(self) -> Ground | None:
        """Why households may decide it; None for a quick poll."""
        given = self.cleaned_data
        if not given["matter"]:
            return None
        return Ground(given["matter"], given["agreement"], given["agreed_on"], given["more_than"])


class HouseholdsForm(forms.Form):
    """How many households of which hamlet vote."""

    def __init__(self, *args: Any, hamlets: QuerySet[Hamlet], listed: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in hamlets:
            self.fields[f"{HAMLET}{each.pk}"] = forms.IntegerField(
                label=each.title,
                required=False,
                min_value=0,
                max_value=HIGHEST_NUMBER,
                initial=listed.get(each.pk, each.households if not listed else None),
            )

    def numbers(self) -> dict[int, int]:
        """By the key of the hamlet, without those where nobody votes."""
        given = self.cleaned_data.items()
        return {int(name.removeprefix(HAMLET)): number for name, number in given if number}


class SlipsForm(forms.Form):
    """Of which hamlet codes are printed, and which ones anew."""

    hamlet = forms.ModelChoiceField(Hamlet.objects.none(), label=_("Hamlet"), empty_label=_("Please choose"))
    again = Numbers(
        label=_("Print anew for the households"),
        required=False,
        help_text=_("Such as 3, 12-15; their old codes are void then. Empty: all that have no code yet."),
    )

    def __init__(self, *args: Any, hamlets: QuerySet[Hamlet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hamlet"].queryset = hamlets  # type: ignore[attr-defined]


class BoxForm(forms.Form):
    """A box of paper ballots: who was ticked off, and what lay in it."""

    hamlet = forms.ModelChoiceField(Hamlet.objects.none(), label=_("Hamlet"), empty_label=_("Please choose"))
    batch = forms.CharField(
        label=_("Batch"), max_length=BATCH_LENGTH, help_text=_("Such as “Thùng 1, sáng 5/12”.")
    )
    households = Numbers(
        label=_("Households ticked off"), help_text=_("Numbers on the list, such as 1-40, 43.")
    )

    def __init__(self, *args: Any, hamlets: QuerySet[Hamlet], choices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hamlet"].queryset = hamlets  # type: ignore[attr-defined]
        for place, label in enumerate([*choices, INVALID]):
            self.fields[f"so-{place}"] = forms.IntegerField(
                label=_("Ballots: %(choice)s") % {"choice": label},
                min_value=0,
                max_value=HIGHEST_NUMBER,
                initial=0,
            )

    def box(self) -> Box:
        """What was filled in."""
        given = self.cleaned_data
        *counts, invalid = (number for name, number in given.items() if name.startswith("so-"))
        return Box(given["hamlet"].pk, given["batch"], given["households"], counts, invalid)
