"""Forms of the disclosure screens; the services check again."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conglang.base.duties.rule_file import delivered as delivered_rules
from conglang.base.ui.forms import DayInput
from conglang.content.disclosure.catalogue import LAW, Line, sources
from conglang.content.disclosure.models import CYCLES, STAYS, Heading
from conglang.content.disclosure.rules import NO_PERIOD, PERIODIC, Anchor, Cycle, FileKind, Period, Stay, Way
from conglang.content.disclosure.wording import FILES, WAYS, period_words
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import BY_HOUR, Bound


class EnterForm(forms.Form):
    """A row and what is said about it; which row is chosen beside the form."""

    subject = forms.CharField(widget=forms.HiddenInput, max_length=120)
    period = forms.ChoiceField(label=_("Period"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Readers get it as"), widget=forms.CheckboxSelectMultiple, required=False
    )
    made_on = forms.DateField(
        label=_("Made on"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: the date of issue, or the day on which it became public."),
    )
    shown_until = forms.DateField(
        label=_("Shown until"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: as long as the heading says."),
    )

    def __init__(self, *args: Any, heading: Heading, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = heading.line
        choices = [
            (kind.value, words) for kind, words in FILES.items() if kind in {*line.files, *line.beside}
        ]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
        if line.cycle in PERIODIC:
            self.fields["period"].choices = _periods(heading, today)  # type: ignore[attr-defined]
            self.fields["period"].required = True
        else:
            del self.fields["period"]

    def clean_period(self) -> Period:
        """The period as a value."""
        return Period.read(self.cleaned_data["period"])

    def clean_kinds(self) -> set[FileKind]:
        """The kinds as values."""
        return {FileKind(kind) for kind in self.cleaned_data["kinds"]}

    @property
    def chosen_period(self) -> Period:
        """None for headings without periods."""
        return self.cleaned_data.get("period") or NO_PERIOD


def _periods(heading: Heading, today: date) -> list[tuple[str, str]]:
    """The wanted period first, then the one to come and those before."""
    wanted = heading.clock.wanted(today)
    coming = Period.of(Cycle(heading.cycle), date.fromordinal(wanted.last.toordinal() + 1))
    past, found = wanted, []
    for _number in range(8):
        past = past.before
        found.append(past)
    return [(each.key, period_words(each)) for each in (wanted, coming, *found)]


def _letters() -> list[tuple[str, str]]:
    return [(key, f"{key}) {title}") for key, title in sources()[LAW].groups.items()]


def _rule_names() -> list[tuple[str, str]]:
    """Deadlines in days: what is entered starts on a day."""
    rules = ((each.rule, each.title) for each in delivered_rules().entries)
    return [
        (rule.id, title) for rule, title in rules if rule.bound is Bound.AT_MOST and rule.unit not in BY_HOUR
    ]


class HeadingForm(forms.Form):
    """A heading of a province, or the next version of one."""

    key = forms.RegexField(
        r"\A[a-z][a-z0-9_]{1,39}\Z",
        label=_("Code of the heading"),
        help_text=_("The code of the heading that it replaces, or a new one."),
    )
    title = forms.CharField(label=_("Name of the heading"), max_length=200)
    what = forms.CharField(
        label=_("What has to be public"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    group = forms.ChoiceField(label=_("Group of the law"), choices=_letters)
    rules = forms.MultipleChoiceField(
        label=_("Terms"), choices=_rule_names, help_text=_("Of several terms the earliest day counts.")
    )
    cycle = forms.ChoiceField(label=_("How often"), choices=[(k.value, v) for k, v in CYCLES.items()])
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of file"),
        choices=[(k.value, v) for k, v in FILES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    ways = forms.MultipleChoiceField(
        label=_("Ways of making public"),
        choices=[(k.value, v) for k, v in WAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    stay = forms.ChoiceField(label=_("For how long"), choices=[(k.value, v) for k, v in STAYS.items()])
    office = forms.CharField(label=_("Office in charge"), max_length=200, required=False)
    doc = forms.CharField(
        label=_("Law, plan or regulation"), max_length=200, help_text=_("With its number and day.")
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput())
    valid_to = forms.DateField(
        label=_("Valid until"), required=False, widget=DayInput(), help_text=_("Empty means open.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("valid_from"), given.get("valid_to")
        if begins and ends and ends <= begins:
            raise ValidationError({"valid_to": _("It ends after it begins.")})
        return given

    def line(self, known: Heading | None) -> Line:
        """The heading that was typed; what the form does not ask for stays as it was in the known version."""
        given = self.cleaned_data
        groups = dict(known.line.groups) if known else {}
        letters = groups.get(LAW, ())
        if given["group"] not in letters:
            groups[LAW] = (given["group"],)
        cycle = Cycle(given["cycle"])
        return Line(
            key=given["key"],
            title=given["title"],
            what=given["what"],
            rules=tuple(given["rules"]),
            basis=LegalBasis(given["doc"]),
            certainty=Certainty.LOCAL,
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            groups=groups,
            cycle=cycle,
            anchor=Anchor(known.anchor) if known else Anchor.END,
            lag_months=known.lag_months if known and known.cycle == cycle else 0,
            renew_days=known.renew_days if known else 0,
            backlog=known.backlog if known else "",
            forms=tuple(known.forms) if known else (),
            files=tuple(map(FileKind, given["kinds"])),
            beside=tuple(map(FileKind, known.beside)) if known else (),
            office=given["office"],
            ways=tuple(map(Way, given["ways"])),
            stay=Stay(given["stay"]),
            shown_rule=known.shown_rule if known else "",
        )


def initial_of(row: Heading) -> dict[str, Any]:
    """What the form begins with for the next version of a heading."""
    names = ("key", "title", "what", "rules", "cycle", "ways", "stay", "office", "doc")
    letters = row.groups.get(LAW) or [list(sources()[LAW].groups)[-1]]
    return {name: getattr(row, name) for name in names} | {"group": letters[0], "kinds": row.files}
