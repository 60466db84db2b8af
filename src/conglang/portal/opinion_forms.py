"""What readers send about a page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.tools.opinions.models import Usefulness
from conglang.tools.opinions.rules import CONTACT_LENGTH, REPORT_LENGTH, WORDS_LENGTH

TOO_LONG = _("Please use at most %(limit_value)d characters.")


class _Anonymous(forms.Form):
    """A form with a trap: people do not see the field, programs fill it."""

    trang_web = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_of_a_program(self) -> bool:
        """Whether the trap was filled."""
        return bool(self.data.get("trang_web"))

    def _length(self, name: str, most: int) -> None:
        text = self.cleaned_data.get(name, "")
        if len(text) > most:
            self.add_error(name, TOO_LONG % {"limit_value": most})


class OpinionForm(_Anonymous):
    """Did the page help?"""

    huu_ich = forms.ChoiceField(
        label=_("Was this page useful to you?"),
        choices=Usefulness.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose one of the answers."),
            "invalid_choice": _("Please choose one of the answers."),
        },
    )
    y_kien = forms.CharField(
        label=_("What is missing, or what was good?"),
        required=False,
        help_text=_("If you like. Please give no names, addresses or telephone numbers here."),
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._length("y_kien", WORDS_LENGTH)
        return cleaned


class ReportForm(_Anonymous):
    """What is wrong on the page?"""

    noi_dung = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("Say where it stands and what should stand there."),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Please say what is wrong.")},
    )
    lien_he = forms.CharField(
        label=_("Telephone or e-mail"),
        required=False,
        help_text=_("Only if you want an answer. It is deleted when the matter is settled."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._length("noi_dung", REPORT_LENGTH)
        self._length("lien_he", CONTACT_LENGTH)
        return cleaned
