"""The desk's forms of planning."""

from typing import Any

from django import forms

from conglang.content.newsroom.themes import Theme


def day_input() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ThemeForm(forms.ModelForm[Theme]):
    """A theme of the unit's own."""

    class Meta:
        model = Theme
        fields = ("group", "title", "basis", "valid_from", "valid_to")
        widgets: dict[str, Any] = {"valid_from": day_input(), "valid_to": day_input()}
