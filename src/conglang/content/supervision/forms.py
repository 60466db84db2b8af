"""The desk's forms of supervision."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput
from conglang.base.units.models import Department
from conglang.content.newsroom.models import Article
from conglang.content.planning.queries import Period, writers
from conglang.content.supervision.models import Checked, Mark, Rhythm, Round
from conglang.content.supervision.queries import inspectable, inspectors


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
        widgets: dict[str, Any] = {"first": DayInput(), "last": DayInput()}

    def __init__(self, *args: Any, unit_id: int, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("Any", self.fields["inspector"])
        field.queryset, field.required = inspectors(unit_id, now), True


class ChosenForm(forms.ModelForm[Checked]):
    """An item beside those drawn, and why."""

    class Meta:
        model = Checked
        fields = ("article", "because")

    def __init__(self, *args: Any, row: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = inspectable(row.unit_id, Period(row.first, row.last), row.inspector_id or 0)
        known = row.items.values("article")
        rows = Article.objects.filter(pk__in=keys).exclude(pk__in=known).defer("body")
        cast("Any", self.fields["article"]).queryset = rows
        self.fields["because"].required = True


class MarkForm(forms.ModelForm[Mark]):
    """A line of the register."""

    class Meta:
        model = Mark
        fields = ("kind", "person", "department", "on", "what", "basis", "decision")
        widgets: dict[str, Any] = {"on": DayInput(), "what": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, unit_id: int, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["person"]).queryset = writers(unit_id, now)
        cast("Any", self.fields["department"]).queryset = Department.objects.filter(unit=unit_id)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        whom = {"person", "department"}
        if bool(given.get("person")) == bool(given.get("department")) and not whom & set(self.errors):
            self.add_error("person", _("Please choose either a person or a department."))
        return given
