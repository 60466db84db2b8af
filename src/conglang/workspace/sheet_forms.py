"""Where an item is to go: one form for whatever its channels ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Hamlet
from conglang.tools.approval.publishable import Publishable
from conglang.tools.distribution.channels import Ask, Channel, Sheet, channels_for
from conglang.tools.distribution.rules import REASON_LENGTH, REMARK_LENGTH
from conglang.tools.distribution.services.set_sheet import window_of
from conglang.tools.pages.models import Section, SectionKind
from conglang.workspace.writing import MomentInput


class SheetForm(forms.Form):
    """What can be chosen, channel by channel; `version` names what the person had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Publishable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = item.latest_revision_id
        self.item = item
        self.asked = {way.key: way.asks(item) for way in channels_for(item)}
        for way in channels_for(item):
            for name, field in self._fields_of(way):
                self.fields[f"{way.key}-{name}"] = field

    def fields_of(self, key: str) -> list[Any]:
        """What is asked about one channel."""
        return [self[name] for name in self.fields if name.startswith(f"{key}-")]

    def sheet(self) -> Sheet:
        """What was chosen; only of a valid form."""
        return {key: self._chosen(key) for key, asks in self.asked.items() if asks}

    def _chosen(self, key: str) -> dict[str, Any]:
        given: dict[str, Any] = {name: self.cleaned_data.get(f"{key}-{name}") for name in self._names(key)}
        if Ask.UNITS in self.asked[key]:
            units = self._units(key) if given.pop("everywhere", False) else given["units"]
            given["units"] = sorted(unit.pk for unit in units)
            if not given["units"]:  # the rest is about those units
                return {}
        for name in ("starts_at", "ends_at"):
            given[name] = given[name].isoformat() if given.get(name) else ""
        return given | {"section": given.pop("section_key", "")}

    def _names(self, key: str) -> list[str]:
        return [name.partition("-")[2] for name in self.fields if name.startswith(f"{key}-")]

    def _units(self, key: str) -> Any:
        field: Any = self.fields[f"{key}-units"]
        return field.queryset

    def _fields_of(self, way: Channel) -> list[tuple[str, forms.Field]]:
        asks, chosen = self.asked[way.key], self.item.sheet.get(way.key, {})
        found: list[tuple[str, forms.Field, Any]] = []
        if Ask.CHOSEN in asks:
            use = forms.BooleanField(label=_("Use this channel"), required=False)
            found.append(("chosen", use, chosen.get("chosen", False)))
        if Ask.UNITS in asks:
            units: Any = way.units(self.item)
            boxes = forms.ModelMultipleChoiceField(
                units.order_by("name"), label=_("Communes and wards"), required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            found.append(("everywhere", forms.BooleanField(label=_("All of them"), required=False), False))
            found.append(("units", boxes, chosen.get("units", [])))
        if Ask.SECTION in asks:
            choices = [("", _("The same section as here")), *_sections(self.item.unit_id)]
            section = forms.ChoiceField(label=_("Section over there"), choices=choices, required=False)
            found.append(("section_key", section, chosen.get("section", "")))
        for ask, label, offered in (
            (Ask.TOPICS, _("Also to those who follow"), _sections),
            (Ask.HAMLETS, _("Only to people of these hamlets"), _hamlets),
        ):
            rows: list[Any] = offered(self.item.unit_id) if ask in asks else []
            if rows:
                some = forms.TypedMultipleChoiceField(
                    label=label, required=False, choices=rows, widget=forms.CheckboxSelectMultiple,
                    coerce=int if ask is Ask.HAMLETS else str,
                )  # fmt: skip
                found.append((ask.value, some, chosen.get(ask.value, [])))
        if Ask.TIMES in asks:
            window = window_of(chosen)
            for name, label, at in (
                ("starts_at", _("Beginning at"), window.starts_at),
                ("ends_at", _("Ending at"), window.ends_at),
            ):
                moment = forms.DateTimeField(label=label, required=False, widget=MomentInput)
                found.append((name, moment, at))
        for _name, field, value in found:
            field.initial = value
        return [(name, field) for name, field, _value in found]


class RemarkForm(forms.Form):
    """What the unit says under an item from above."""

    text = forms.CharField(
        label=_("Remark for our own readers"),
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands under the item on your site only. Another person approves it first."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RefusalForm(forms.Form):
    """Why the unit does without an item from above."""

    reason = forms.CharField(
        label=_("Why your site does without it"),
        max_length=REASON_LENGTH,
        help_text=_("The unit that sent the item reads it."),
    )


def _hamlets(unit_id: int) -> list[tuple[int, str]]:
    return [(hamlet.pk, hamlet.title) for hamlet in Hamlet.objects.filter(unit=unit_id)]


def _sections(unit_id: int) -> list[tuple[str, str]]:
    rows = Section.objects.filter(unit=unit_id, kind=SectionKind.LIST, is_hidden=False)
    return list(rows.values_list("key", "title"))
