"""Forms of the duties' screens; the services check again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.forms import DateInput
from conglang.base.duties.models import Channel, DayKinds
from conglang.base.duties.rule_file import BadRules, Entry, read_limit
from conglang.base.duties.services.keep_days import DayFacts
from conglang.base.duties.services.prove import Proof
from conglang.kernel.calendar import DayKind
from conglang.kernel.clock import LOCAL_ZONE
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import DatedRule


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class ExtendForm(ReasonForm):
    """A later last day and why."""

    until = forms.DateField(label=_("New last day"), widget=DateInput())
    field_order = ("until", "reason")


class NoteForm(forms.Form):
    """Words that may stay empty."""

    note = forms.CharField(
        label=_("Note"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class NothingForm(forms.Form):
    """Only a button."""


class DateTimeInput(forms.DateTimeInput):
    """A day and an hour, by the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ProofForm(forms.Form):
    """What was shown or told where, from when to when."""

    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[(c.value, c.label) for c in Channel if c not in {Channel.PAGE_STORED, Channel.PAGE_PROBE}],
    )
    place = forms.CharField(
        label=_("Place"), max_length=200, help_text=_("For instance the board at the office, or a hamlet.")
    )
    begins_at = forms.DateTimeField(label=_("From"), widget=DateTimeInput())
    ends_at = forms.DateTimeField(
        label=_("Until"), required=False, widget=DateTimeInput(), help_text=_("Empty for a single moment.")
    )
    source = forms.CharField(
        label=_("Where the photo, log or record is kept"), max_length=300, required=False
    )
    note = forms.CharField(
        label=_("Note"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def proof(self) -> Proof:
        """The proof that was typed; only of a valid form."""
        given = self.cleaned_data
        ends = given["ends_at"]
        return Proof(
            channel=Channel(given["channel"]),
            begins_at=given["begins_at"].replace(tzinfo=LOCAL_ZONE),
            ends_at=ends.replace(tzinfo=LOCAL_ZONE) if ends else None,
            place=given["place"],
            source=given["source"],
            note=given["note"],
        )


class RuleForm(forms.Form):
    """A local term."""

    code = forms.RegexField(
        r"\A[A-Z][A-Z0-9_]{2,39}\Z",
        label=_("Code"),
        help_text=_("The code of the term that it shortens, or one of your own such as PUB_LOCAL_DOC."),
    )
    title = forms.CharField(label=_("What it is about"), max_length=200)
    starts = forms.CharField(label=_("Starts when"), max_length=200)
    limit = forms.CharField(
        label=_("Limit"),
        max_length=60,
        help_text=_("5wd are 5 working days, 12d days, 9m months, 24h hours; or a day such as 2027-03-01."),
    )
    doc = forms.CharField(
        label=_("Plan or regulation"), max_length=200, help_text=_("With its number and day.")
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput())
    valid_to = forms.DateField(
        label=_("Valid until"), required=False, widget=DateInput(), help_text=_("Empty means open.")
    )

    def clean_limit(self) -> str:
        text: str = self.cleaned_data["limit"].strip()
        try:
            read_limit(text)
        except BadRules:
            raise forms.ValidationError(_("Please write it like 5wd, 12d, 24h or 2027-03-01.")) from None
        return text

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("valid_from"), given.get("valid_to")
        if begins and ends and ends <= begins:
            self.add_error("valid_to", _("It ends after it begins."))
        return given

    def entry(self) -> Entry:
        """The rule that was typed; only of a valid form."""
        given = self.cleaned_data
        rule = DatedRule(
            id=given["code"],
            value=read_limit(given["limit"]),
            legal_basis=LegalBasis(given["doc"]),
            certainty=Certainty.LOCAL,
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
        )
        return Entry(rule, given["title"], given["starts"])


class ImportForm(forms.Form):
    """A file of terms."""

    file = forms.FileField(
        label=_("File of terms (YAML)"), widget=forms.FileInput(attrs={"accept": ".yaml,.yml"})
    )

    def text(self) -> str:
        """The content as text; broken bytes become visible marks and are refused by the reader."""
        return str(self.cleaned_data["file"].read().decode("utf-8", "replace"))


class DayForm(forms.Form):
    """A decision about a day."""

    on = forms.DateField(label=_("Day"), widget=DateInput())
    kind = forms.ChoiceField(label=_("Kind of day"), choices=DayKinds.choices)
    name = forms.CharField(label=_("Name of the day"), max_length=120)
    counterpart = forms.DateField(
        label=_("Exchanged with"),
        required=False,
        widget=DateInput(),
        help_text=_("Only when days are exchanged."),
    )
    decision = forms.CharField(
        label=_("Decision number"), max_length=120, help_text=_("With its day and author.")
    )

    def facts(self) -> DayFacts:
        """The decision that was typed; only of a valid form."""
        given = self.cleaned_data
        return DayFacts(
            on=given["on"],
            kind=DayKind(given["kind"]),
            name=given["name"],
            decision=given["decision"],
            counterpart=given["counterpart"],
        )
