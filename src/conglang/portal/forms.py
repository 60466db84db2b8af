"""What narrows a search."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput
from conglang.base.units.models import Unit
from conglang.tools.search.reach import Filters
from conglang.tools.search.sources import Label, kinds


class FilterForm(forms.Form):
    """Section, kind, unit and days; a field that makes no sense narrows nothing and says why."""

    muc = forms.ChoiceField(label=_("Section"), required=False)
    loai = forms.ChoiceField(label=_("Kind"), required=False)
    xa = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Commune or ward"), required=False, empty_label=_("All")
    )
    tu_ngay = forms.DateField(label=_("From"), required=False, widget=DayInput())
    den_ngay = forms.DateField(label=_("Up to"), required=False, widget=DayInput())

    def __init__(
        self, data: Any, *, sections: Iterable[tuple[str, str]], units: QuerySet[Unit] | None
    ) -> None:
        super().__init__(data, auto_id="loc-%s")
        everything: tuple[str, Label] = ("", _("All"))
        self._choices("muc", [everything, *sections])
        self._choices("loai", [everything, *((key, _capital(label)) for key, label in kinds().items())])
        if units is None:
            del self.fields["xa"]
        else:
            units_field: Any = self.fields["xa"]
            units_field.queryset = units

    def clean(self) -> dict[str, Any]:
        """The fields; days the wrong way round are told to whoever typed them."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("tu_ngay"), cleaned.get("den_ngay")
        if since and until and until < since:
            self.add_error("den_ngay", _("This day lies before the first one."))
        return cleaned

    @property
    def filters(self) -> Filters:
        """What was chosen and makes sense."""
        self.is_valid()
        chosen = self.cleaned_data
        unit: Unit | None = chosen.get("xa")
        since: date | None = chosen.get("tu_ngay")
        return Filters(
            section=chosen.get("muc") or "",
            kind=chosen.get("loai") or "",
            unit_id=unit.pk if unit else None,
            since=since,
            until=chosen.get("den_ngay"),
        )

    @property
    def is_used(self) -> bool:
        """Whether something narrows the search, or tries to."""
        return any(self.data.get(name) for name in self.fields)

    def _choices(self, name: str, choices: list[tuple[str, Label]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def _capital(label: Label) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]
