"""The desk's forms of planning."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.models import User
from conglang.base.ui.forms import DayInput
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.content.newsroom.models import Article, ArticleKind
from conglang.content.newsroom.queries import offered_themes
from conglang.content.newsroom.themes import Theme
from conglang.content.planning.models import Assignment, Target
from conglang.content.planning.queries import writers
from conglang.kernel.clock import local_day


class ThemeForm(forms.ModelForm[Theme]):
    """A theme of the unit's own."""

    class Meta:
        model = Theme
        fields = ("group", "title", "basis", "valid_from", "valid_to")
        widgets: dict[str, Any] = {"valid_from": DayInput(), "valid_to": DayInput()}


class TargetForm(forms.ModelForm[Target]):
    """A line of the plan."""

    class Meta:
        model = Target
        fields = ("kind", "theme", "quarter", "least", "most")

    def __init__(self, *args: Any, unit: Unit, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["theme"]).queryset = offered_themes(unit, local_day(now))
        cast("Any", self.fields["theme"]).empty_label = _("Any or none")
        cast("Any", self.fields["kind"]).choices = [("", _("items of every kind")), *ArticleKind.choices]


class AssignmentForm(forms.ModelForm[Assignment]):
    """What is asked for, of whom, by when."""

    due_on = forms.DateField(label=_("Handed in by"), widget=DayInput())

    class Meta:
        model = Assignment
        fields = ("title", "note", "kind", "theme", "person", "department", "hamlet")
        widgets: dict[str, Any] = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, unit: Unit, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Any] = {
            "theme": offered_themes(unit, local_day(now)),
            "person": writers(unit.pk, now),
            "department": Department.objects.filter(unit=unit),
            "hamlet": Hamlet.objects.filter(unit=unit),
        }
        for name, rows in offered.items():
            field = cast("Any", self.fields[name])
            field.queryset, field.empty_label = rows, _("– none –")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        whom = {"person", "department"}
        if bool(given.get("person")) == bool(given.get("department")) and not whom & set(self.errors):
            self.add_error("person", _("Please choose either a person or a department."))
        return given


class LinkForm(forms.Form):
    """Which of one's own items was written for it."""

    article: Any = forms.ModelChoiceField(Article.objects.none(), label=_("The item that was written"))

    def __init__(self, *args: Any, user: User, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Article.objects.filter(unit=unit_id, author=user, assignments=None, translation_of=None)
        self.fields["article"].queryset = rows.defer("body").order_by("-pk")  # type: ignore[attr-defined]
