"""Which days to report on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput


class PeriodForm(forms.Form):
    """The first and the last day."""

    since = forms.DateField(label=_("From day"), required=False, widget=DayInput())
    until = forms.DateField(label=_("To day"), required=False, widget=DayInput())
