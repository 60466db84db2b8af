"""The desk's forms: a work, an adjustment, a table of prices, the budget, a payee."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput
from conglang.content.newsroom.models import Article
from conglang.content.royalties.law import Priced, plain_rates, priced, priced_in
from conglang.content.royalties.models import Paid, Payee, RateTable, Work
from conglang.content.royalties.rules import CREATION, UNPAID, Group, Kind, Rate
from conglang.content.royalties.services.set_work import Facts
from conglang.content.royalties.wording import KINDS, USES, figure

MOST_ORIGINALS = 300
_COLUMNS: dict[str, Promise] = {"kind": _("How it is counted"), "usual": _("Usual"), "most": _("At most")}
_KINDS = {
    Group.GENRE: (Kind.AMOUNT, Kind.COEFFICIENT),
    Group.USE: (Kind.PERCENT,),
    Group.EXTRA: (Kind.PERCENT,),
    Group.FEE: (Kind.AMOUNT, Kind.COEFFICIENT, Kind.PERCENT),
}


def _number(**more: Any) -> forms.DecimalField:
    return forms.DecimalField(min_value=0, max_digits=12, decimal_places=2, required=False, **more)


class Shares(forms.CharField):
    """A person a line with a share in percent; a single one has all."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:
        """Names with shares. Raises ValidationError for a line without a share."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        found = [_share(line, alone=len(lines) == 1) for line in lines]
        if any(len(name) > 160 for name, _percent in found):
            raise ValidationError(_("One of the names is too long."))
        return found


def _share(line: str, *, alone: bool) -> tuple[str, Decimal]:
    name, mark, percent = line.rpartition(";")
    if not mark and alone:
        return line, Decimal(100)
    try:
        share = Decimal(percent.strip().removesuffix("%").replace(",", ".")).quantize(Decimal("0.01"))
    except ArithmeticError:
        share = Decimal(-1)
    if not name.strip() or not share.is_finite() or not 0 <= share <= 100:
        raise ValidationError(_("Write each person on a line of their own, such as: Trần Văn A; 60"))
    return name.strip(), share


class WorkForm(forms.Form):
    """How a work is paid; the fields of extras are made from what has a price."""

    genre = forms.ChoiceField(
        label=_("Genre"), choices=lambda: [(row.key, row.title) for row in priced_in(Group.GENRE)]
    )
    value = _number(label=_("Coefficient or amount"), help_text=_("Empty takes the usual one of the table."))
    use = forms.ChoiceField(
        label=_("Paid as"),
        choices=lambda: [
            (CREATION, USES[CREATION]),
            *((row.key, row.title) for row in priced_in(Group.USE)),
            (UNPAID, USES[UNPAID]),
        ],
    )
    original = forms.ModelChoiceField(
        label=_("Of which earlier item"),
        queryset=Article.objects.none(),
        required=False,
        help_text=_("Only for what is published again or translated."),
    )
    authors = Shares(
        label=_("Authors"),
        help_text=_("A person a line with the share in percent, such as: Trần Văn A; 60"),
        max_length=2000,
    )
    pictures = forms.IntegerField(label=_("Paid pictures"), min_value=0, max_value=200)
    photographers = Shares(
        label=_("Photographers"),
        required=False,
        max_length=2000,
        help_text=_("Empty means the authors."),
    )

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Article.objects.filter(unit=work.unit_id, first_published_at__isnull=False)
        original: Any = self.fields["original"]
        earlier = rows.exclude(pk=work.article_id).order_by("-pk").values_list("pk", flat=True)
        original.queryset = rows.filter(pk__in=list(earlier[:MOST_ORIGINALS])).defer("body").order_by("-pk")
        for row in priced_in(Group.EXTRA):
            self.fields[f"extra-{row.key}"] = _number(label=f"{row.title} (%)")

    def facts(self) -> Facts:
        """What was typed, for the service."""
        given = self.cleaned_data
        extras = {row.key: given[f"extra-{row.key}"] for row in priced_in(Group.EXTRA)}
        return Facts(
            genre=given["genre"], value=given["value"], use=given["use"], authors=given["authors"],
            original_id=given["original"].pk if given["original"] else None,
            extras={key: value for key, value in extras.items() if value is not None},
            pictures=given["pictures"], photographers=given["photographers"],
        )  # fmt: skip


def initial_of(work: Work) -> dict[str, Any]:
    """What the form begins with."""
    known = {str(row.pk): row.name for row in Payee.objects.filter(unit=work.unit_id)}
    people = {
        name: "\n".join(f"{known[pk]}; {figure(Decimal(share))}" for pk, share in work.people.get(name, ()))
        for name in ("authors", "photographers")
    }
    extras = {f"extra-{key}": value for key, value in work.extras.items()}
    names = ("genre", "value", "use", "pictures")
    return {
        **{name: getattr(work, name) for name in names}, **people, **extras,
        "original": work.original_id if work.original_id != work.article_id else None,
    }  # fmt: skip


class AdjustmentForm(forms.Form):
    """Another amount for a payment, with the reason."""

    payment = forms.ModelChoiceField(queryset=Paid.objects.none())
    amount = forms.IntegerField(label=_("New amount, in đồng"), min_value=0, max_value=10**12)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, payments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        payment: Any = self.fields["payment"]
        payment.queryset = payments


class TableForm(forms.ModelForm):  # type: ignore[type-arg]
    """A decision with a price for whatever it prices; an empty usual value and limit mean none."""

    class Meta:
        model = RateTable
        fields = ("decision", "decided_on", "valid_from", "valid_to", "unit_value", "pays_duty")
        widgets = {"decided_on": DayInput(), "valid_from": DayInput(), "valid_to": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in priced().values():
            kinds = [(kind.value, KINDS[kind]) for kind in _KINDS[row.group]]
            self.fields[f"{row.key}-kind"] = forms.ChoiceField(
                choices=kinds, required=False, label=f"{row.title}: {_('how it is counted')}"
            )
            self.fields[f"{row.key}-usual"] = _number(label=f"{row.title}: {_('usual')}")
            self.fields[f"{row.key}-most"] = _number(label=f"{row.title}: {_('at most')}")

    @property
    def facts(self) -> list[Any]:
        """The fields of the decision itself."""
        return [self[name] for name in self.Meta.fields]

    def prices(self) -> Iterator[tuple[Priced, list[tuple[Promise, Any]]]]:
        """The fields of each price, each with the title of its column."""
        for row in priced().values():
            yield row, [(title, self[f"{row.key}-{name}"]) for name, title in _COLUMNS.items()]

    def table(self) -> RateTable:
        """The row to store."""
        given, rates = self.cleaned_data, {}
        for row in priced().values():
            usual, most = given[f"{row.key}-usual"], given[f"{row.key}-most"]
            if usual is not None or most is not None:
                kind = Kind(given[f"{row.key}-kind"] or _KINDS[row.group][0])
                rates[row.key] = Rate(kind, usual, most=most)
        table: RateTable = self.save(commit=False)
        table.rates = plain_rates(rates)
        return table

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for key in priced():
            usual, most = given.get(f"{key}-usual"), given.get(f"{key}-most")
            if usual is not None and most is not None and usual > most:
                self.add_error(f"{key}-usual", _("This is more than the limit beside it."))
        return given


class BudgetForm(forms.Form):
    """A year and what may be spent in it."""

    year = forms.IntegerField(label=_("Year"), min_value=2014, max_value=2100)
    amount = forms.IntegerField(label=_("Budget for royalties, in đồng"), min_value=0, max_value=10**12)
    decision = forms.CharField(label=_("Number and day of the decision"), required=False, max_length=300)


class PayeeForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where somebody is paid."""

    class Meta:
        model = Payee
        fields = ("name", "tax_code", "bank", "account", "on_duty")
