"""Forms of the duties' screens; the services check again."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.duties.models import Channel, DayKinds
from conglang.base.duties.models.watch import PATH
from conglang.base.duties.photos import keeper
from conglang.base.duties.queries import workers
from conglang.base.duties.rule_file import BadRules, Entry, read_limit
from conglang.base.duties.services.keep_days import DayFacts
from conglang.base.duties.services.prove import Proof
from conglang.base.duties.services.start import Trigger
from conglang.base.duties.watching import MOST_DAYS, WANTED_DAYS
from conglang.base.ui.forms import DayInput
from conglang.base.units.models import Department
from conglang.kernel.calendar import DayKind
from conglang.kernel.clock import LOCAL_ZONE
from conglang.kernel.clock import now as clock_now
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import DatedRule


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class ExtendForm(ReasonForm):
    """A later last day and why."""

    until = forms.DateField(label=_("New last day"), widget=DayInput())
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
    """What was shown or told where, from when to when; with a photo where the person may keep one."""

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

    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    field_order = ("channel", "place", "begins_at", "ends_at", "photo", "source", "note")

    def __init__(self, *args: Any, by: Actor, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept_by = keeper()
        if kept_by is None or not by.may(kept_by.permission, unit_id):
            del self.fields["photo"]

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


class WatchForm(forms.Form):
    """A public page of the unit's site, and for how many days in a row it has to be there."""

    path = forms.CharField(
        label=_("path of the page"),
        max_length=300,
        validators=[PATH],
        help_text=_("What follows the name of the site in its address, such as /van-ban/12/."),
    )
    days = forms.IntegerField(label=_("days in a row"), min_value=1, max_value=MOST_DAYS, initial=WANTED_DAYS)


class PeopleForm(forms.Form):
    """Who does a duty of a unit: a department, a person, or nobody yet."""

    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label="—"
    )
    person = forms.ModelChoiceField(
        label=_("Who does it"), queryset=User.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, by: Actor, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["department"].queryset = Department.objects.filter(unit=unit_id)
        fields["person"].queryset = workers(unit_id, clock_now())


class StartForm(PeopleForm):
    """A duty that somebody starts by hand. `key` makes a form that is sent twice one duty."""

    key = forms.RegexField(r"\Atay-[0-9a-f]{32}\Z", widget=forms.HiddenInput())
    title = forms.CharField(label=_("What is to be done"), max_length=300)
    rule = forms.ChoiceField(
        label=_("Term"), help_text=_("With its limit and legal basis. Local versions of it count as well.")
    )
    second_rule = forms.ChoiceField(
        label=_("Another term"), required=False, help_text=_("If two hold, the earlier day counts.")
    )
    event = forms.CharField(
        label=_("Started by"), max_length=200, help_text=_("For instance the document with its number.")
    )
    on = forms.DateField(label=_("Day of the event"), widget=DayInput())
    at = forms.TimeField(
        label=_("Time of the event"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Only for terms in hours."),
    )
    field_order = ("key", "title", "rule", "second_rule", "event", "on", "at", "department", "person")

    def __init__(self, *args: Any, terms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["rule"].choices = [("", "—"), *terms]
        fields["second_rule"].choices = [("", "—"), *terms]

    def rules(self) -> list[str]:
        """The codes of the terms; only of a valid form."""
        chosen = (self.cleaned_data["rule"], self.cleaned_data["second_rule"])
        return list(dict.fromkeys(code for code in chosen if code))

    def trigger(self) -> Trigger:
        """What started the clock; only of a valid form."""
        day, at = self.cleaned_data["on"], self.cleaned_data["at"]
        moment = datetime.combine(day, at, LOCAL_ZONE) if at else day
        return Trigger(self.cleaned_data["event"], moment)


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
        help_text=_(
            "5wd are 5 working days, 12d days, 9m months, 24h hours, 4wh working hours; "
            "or a day such as 2027-03-01."
        ),
    )
    doc = forms.CharField(
        label=_("Plan or regulation"), max_length=200, help_text=_("With its number and day.")
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput())
    valid_to = forms.DateField(
        label=_("Valid until"), required=False, widget=DayInput(), help_text=_("Empty means open.")
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


class HoursForm(forms.Form):
    """Office hours and the day from which they hold."""

    since = forms.DateField(label=_("Valid from"), widget=DayInput())
    hours = forms.CharField(
        label=_("Office hours"), max_length=100, help_text=_("Such as 7:30-11:30, 13:30-17:00.")
    )


class DayForm(forms.Form):
    """A decision about a day."""

    on = forms.DateField(label=_("Day"), widget=DayInput())
    kind = forms.ChoiceField(label=_("Kind of day"), choices=DayKinds.choices)
    name = forms.CharField(label=_("Name of the day"), max_length=120)
    counterpart = forms.DateField(
        label=_("Exchanged with"),
        required=False,
        widget=DayInput(),
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
