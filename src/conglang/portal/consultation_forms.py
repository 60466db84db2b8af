"""What people fill in who speak about a draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Hamlet
from conglang.citizens.consultations.models import OPINION_LENGTH, STANCES
from conglang.citizens.consultations.queries import names_of
from conglang.citizens.consultations.rules import WHOLE, Section, Stance
from conglang.citizens.consultations.services.speak import Said
from conglang.tools.vault.rules import Contact

LINE_LENGTH = 160


class OpinionForm(forms.Form):
    """An opinion about a draft or a section of it; who speaks says so only if they like."""

    ma_gui = forms.UUIDField(widget=forms.HiddenInput)
    muc = forms.ChoiceField(label=_("About which part"), required=False)
    y_muon = forms.ChoiceField(
        label=_("What do you think of it?"),
        choices=list(STANCES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the answers.")},
    )
    y_kien = forms.CharField(
        label=_("Your opinion in words"),
        required=False,
        max_length=OPINION_LENGTH,
        help_text=_("Say what should be different and why."),
        widget=forms.Textarea({"rows": 6}),
    )
    thon = forms.ModelChoiceField(
        Hamlet.objects.none(), label=_("Your hamlet"), required=False, empty_label=_("I do not say")
    )
    ho_ten = forms.CharField(
        label=_("Full name"),
        required=False,
        max_length=LINE_LENGTH,
        help_text=_("If you like. Only the receiving official sees it; it is not published."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    dien_thoai = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=LINE_LENGTH,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, sections: list[Section], unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["muc"].choices = list(names_of(sections).items())  # type: ignore[attr-defined]
        self.fields["thon"].queryset = Hamlet.objects.filter(unit=unit_id)  # type: ignore[attr-defined]

    def said(self) -> Said:
        """What was filled in."""
        given = self.cleaned_data
        return Said(
            stance=Stance(given["y_muon"]),
            text=given["y_kien"],
            section=given["muc"] or WHOLE,
            hamlet_id=given["thon"].pk if given["thon"] else None,
            contact=Contact(name=given["ho_ten"], phone=given["dien_thoai"]),
        )
