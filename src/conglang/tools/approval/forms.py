"""What is filled in with a command."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """A command about exactly what the person saw; `seen` travels from the item's page."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class NoteForm(DecisionForm):
    """A decision with words for the next person, if there are any."""

    reason = forms.CharField(
        label=_("Note for the next person"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )


class ReasonForm(DecisionForm):
    """A decision that has to be explained."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Say plainly what is wrong and what to do. The reason stays on record."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
