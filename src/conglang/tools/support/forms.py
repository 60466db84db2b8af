"""What officials type about a difficulty, and who answers it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.tools.media.rules import Unacceptable, check_picture
from conglang.tools.support.models import TEXT_LENGTH


class ReportForm(forms.Form):
    """What went wrong, on which screen, with a picture of it."""

    text = forms.CharField(
        label=_("What is difficult?"),
        help_text=_("What you wanted to do, and what happened instead."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    screen = forms.CharField(label=_("On which screen?"), max_length=300, required=False)
    picture = forms.FileField(
        label=_("Picture of the screen"),
        help_text=_("Not needed. Please cover personal data before you send it."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    def clean_picture(self) -> object:
        """A picture that can be decoded safely."""
        file = self.cleaned_data["picture"]
        if file:
            try:
                check_picture(file, file.size)
            except Unacceptable as refusal:
                raise forms.ValidationError(str(refusal.reason.label)) from None
        return file


class AnswerForm(forms.Form):
    """What helps, or why the province has to."""

    words = forms.CharField(
        label=_("What do you tell them?"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )
