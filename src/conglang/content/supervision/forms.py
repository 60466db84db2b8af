"""The desk's forms of supervision."""

from django import forms

from conglang.content.supervision.models import Rhythm


class RhythmForm(forms.ModelForm[Rhythm]):
    """How often each department contributes."""

    class Meta:
        model = Rhythm
        fields = ("span", "is_on", "basis")
