"""The desk's forms of supervision."""

from datetime import datetime
from typing import Any, cast

from django import forms

from conglang.base.units.models import Department
from conglang.content.planning.forms import day_input
from conglang.content.planning.queries import writers
from conglang.content.supervision.models import Mark, Rhythm, Round
from conglang.content.supervision.queries import inspectors


class RhythmForm(forms.ModelForm[Rhythm]):
    """How often each department contributes."""

    class Meta:
        model = Rhythm
        fields = ("span", "is_on", "basis")


class RoundForm(forms.ModelForm[Round]):
    """What is inspected, by whom."""

    class Meta:
        model = Round
        fields = ("title", "first", "last", "inspector", "size")
        widgets: dict[str, Any] = {"first": day_input(), "last": day_input()}

    def __init__(self, *args: Any, unit_id: int, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("Any", self.fields["inspector"])
        field.queryset, field.required = inspectors(unit_id, now), True


class MarkForm(forms.ModelForm[Mark]):
    """A line of the register."""

    class Meta:
        model = Mark
        fields = ("kind", "person", "department", "on", "what", "basis", "decision")
        widgets: dict[str, Any] = {"on": day_input(), "what": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, unit_id: int, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["person"]).queryset = writers(unit_id, now)
        cast("Any", self.fields["department"]).queryset = Department.objects.filter(unit=unit_id)
