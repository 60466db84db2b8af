"""Forms about what of the site may be used elsewhere, and by which programs."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput
from conglang.content.newsroom.models import Reuse
from conglang.kernel.clock import local_day, now
from conglang.tools.quotas.rules import MOST_PER_MINUTE
from conglang.tools.quotas.services.issue_key import Holder
from conglang.workspace.setting_forms import FreshForm

USUAL_PER_MINUTE = 600
USUAL_LIFE = timedelta(days=365)


class KeyForm(forms.Form):
    """Who gets a key, for how many requests, until when."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    organisation = forms.CharField(label=_("Organisation"), max_length=200)
    contact_name = forms.CharField(label=_("Contact person"), max_length=160)
    contact_email = forms.EmailField(label=_("E-mail of the contact person"))
    per_minute = forms.IntegerField(
        label=_("Requests per minute"),
        min_value=1,
        max_value=MOST_PER_MINUTE,
        help_text=_("600 is enough for most. That is ten a second."),
    )
    valid_until = forms.DateField(
        label=_("Valid up to and including"),
        widget=DayInput,
        help_text=_("At most two years. Then somebody asks whether the key is still needed."),
    )
    sends_cases = forms.BooleanField(
        label=_("May send matters of citizens"),
        help_text=_("For partners whose own program takes them in, by Open311."),
        initial=False,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("per_minute", USUAL_PER_MINUTE)
        self.initial.setdefault("valid_until", local_day(now()) + USUAL_LIFE)

    def holder(self) -> Holder:
        """What was typed; only of a valid form."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "uid"}
        return Holder(**given)


class ReuseForm(FreshForm):
    """The board's decision for new items."""

    reuse = forms.ChoiceField(
        label=_("New items of which nobody says otherwise may be used elsewhere"),
        choices=Reuse,
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(
        label=_("Number and day of the decision"),
        max_length=300,
        help_text=_("Such as “12/QĐ-UBND, 26/11/2026”."),
    )
