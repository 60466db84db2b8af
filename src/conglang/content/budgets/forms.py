"""The desk's forms: an item of the budget, and what makes one due."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput, LimitedFileInput
from conglang.base.units.models import Unit
from conglang.content.budgets.catalogue import catalogue
from conglang.content.budgets.models import NAME_LENGTH, BudgetEvent, BudgetItem
from conglang.content.budgets.reading import MOST_BYTES
from conglang.content.budgets.rules import Expected
from conglang.tools.media.rules import MAX_DOCUMENT_BYTES


def _offered(*, with_term: bool) -> list[tuple[str, str]]:
    rows = [row for row in catalogue().values() if row.rule or not with_term]
    return [("", str(_("Please choose"))), *((row.key, _named(row)) for row in rows)]


def _named(row: Expected) -> str:
    years = f"{row.first_year}–{row.last_year}" if row.last_year else f"{row.first_year}–"
    return f"{row.short} ({years})"


class BudgetItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the item is, its files, and words about the figures."""

    signed = forms.FileField(
        label=_("Signed PDF"),
        required=False,
        help_text=_("The file as it was signed. It is kept and handed out unchanged."),
        widget=LimitedFileInput(max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": ".pdf"}),
    )
    sheet = forms.FileField(
        label=_("Spreadsheet with the figures (.xlsx)"),
        required=False,
        help_text=_("Readers see its tables on the page and can fetch them as open data."),
        widget=LimitedFileInput(max_bytes=MOST_BYTES, attrs={"accept": ".xlsx"}),
    )

    class Meta:
        model = BudgetItem
        fields = ("year", "key", "event", "about", "decision", "decided_on", "note")
        widgets = {"decided_on": DayInput(), "note": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"] = forms.ChoiceField(
            label=_("Item of the budget"), choices=lambda: _offered(with_term=False)
        )
        event: Any = self.fields["event"]
        event.queryset = BudgetEvent.objects.filter(unit=unit, cancelled_at=None, key__in=_many())
        event.empty_label = _("None, or known by the year")
        event.help_text = _("For supports, funds and procedures: what makes this item due.")
        event.label_from_instance = lambda row: f"{row.year} – {row.expected.short}: {row.words}"
        self.order_fields(["year", "key", "event", "about", "signed", "sheet"])

    def values(self) -> dict[str, Any]:
        """What was filled in, by the names of the item's fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Fields only: the service judges the item as a whole, together with its files."""


def _many() -> list[str]:
    return [row.key for row in catalogue().values() if row.many]


class EventForm(forms.Form):
    """What happened, and when."""

    year = forms.IntegerField(label=_("Budget year"), min_value=2017, max_value=2100)
    key = forms.ChoiceField(label=_("Item of the budget"), choices=lambda: _offered(with_term=True))
    happened_on = forms.DateField(label=_("Day on which it happened"), widget=DayInput())
    words = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Such as number and date of the decision. Empty: as the law calls it."),
    )
