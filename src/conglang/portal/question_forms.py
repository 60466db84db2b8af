"""What people fill in who ask a question, and who look theirs up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.citizens.questions.fields import OTHER, field_choices
from conglang.citizens.questions.models import ASKED_LENGTH
from conglang.citizens.questions.services.ask import Wording
from conglang.tools.vault.rules import Contact, normal_phone

LINE_LENGTH, PIN_LENGTH = 160, 12


class AskForm(forms.Form):
    """The question; who asks comes on the next page."""

    cau_hoi = forms.CharField(
        label=_("Your question"),
        max_length=ASKED_LENGTH,
        help_text=_("Write as you would speak. Please give no names and numbers of other people."),
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Please write your question.")},
    )
    linh_vuc = forms.ChoiceField(
        label=_("Field of the question"), choices=field_choices, initial=OTHER, required=False
    )


class SendForm(AskForm):
    """The question once more, and how to reach whoever asks."""

    ma_gui = forms.UUIDField(widget=forms.HiddenInput)
    ho_ten = forms.CharField(
        label=_("Full name"),
        required=False,
        max_length=LINE_LENGTH,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    dien_thoai = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=LINE_LENGTH,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    thu_dien_tu = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=LINE_LENGTH,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cau_hoi", "linh_vuc"):
            self.fields[name].widget = forms.HiddenInput()

    def clean_dien_thoai(self) -> str:
        text: str = self.cleaned_data["dien_thoai"].strip()
        if text and not normal_phone(text):
            raise forms.ValidationError(_("Please check the telephone number, such as 0912 345 678."))
        return text

    def wording(self) -> Wording:
        """What was filled in."""
        given = self.cleaned_data
        contact = Contact(name=given["ho_ten"], phone=given["dien_thoai"], email=given["thu_dien_tu"])
        return Wording(given["cau_hoi"], given["linh_vuc"], contact)


class LookUpForm(forms.Form):
    """Code and PIN."""

    ma = forms.CharField(label=_("Code"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))
    pin = forms.CharField(
        label=_("PIN"),
        max_length=PIN_LENGTH,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
