"""What is filled in with a command."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.models import Told
from conglang.tools.guards.grounds import NOTE_NEEDED, grounds


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


class GroundForm(DecisionForm):
    """An approval of content with personal data: on which legal ground, and what else to say of it."""

    ground = forms.ChoiceField(
        label=_("Legal ground for publishing the personal data"),
        help_text=_("Your name and the ground stay on record with this content."),
        widget=forms.RadioSelect,
        choices=lambda: [(each.key, str(each)) for each in grounds().values()],
    )
    reason = forms.CharField(
        label=_("Note on the ground"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        """Some grounds need words."""
        given = super().clean() or self.cleaned_data
        if given.get("ground") in NOTE_NEEDED and not str(given.get("reason", "")).strip():
            self.add_error("reason", _("Please write why this is not the personal data of anybody."))
        return given


class ReasonForm(DecisionForm):
    """A decision that has to be explained."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Say plainly what is wrong and what to do. The reason stays on record."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class ReturnForm(ReasonForm):
    """A return: why, and who is to act on it."""

    back_to = forms.ChoiceField(label=_("Return to"), widget=forms.RadioSelect, required=False)
    field_order = ("seen", "back_to", "reason")

    def __init__(self, *args: Any, earlier: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["back_to"])
        field.choices = [("", _("The author")), *earlier]
        if not earlier:
            del self.fields["back_to"]


class WithdrawalForm(ReasonForm):
    """A withdrawal: why, for the record, and what stands at the address from now on."""

    told = forms.ChoiceField(
        label=_("What readers are told"),
        help_text=_("Shown with the date at the old address. The reason above is not shown."),
        widget=forms.RadioSelect,
        choices=Told.choices,
        initial=Told.NOTHING,
        required=False,
    )
