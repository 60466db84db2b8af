"""What is filled in: one entry, a week of them, reasons."""

from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.formats import vn_date
from conglang.base.ui.forms import DayInput
from conglang.base.units.models import Department
from conglang.content.calendars.models import Entry, EntryKind
from conglang.content.calendars.rules import days_of_week
from conglang.content.calendars.services.content import EntryContent
from conglang.content.calendars.services.write_week import Line
from conglang.kernel.ids import uuid7
from conglang.tools.approval.forms import DecisionForm

_capfirst = lazy(capfirst, str)
MOST_LINES = 80
NEW_LINES = 7
_TIME = {"type": "time", "step": "300"}
_MODEL = Entry._meta


def _label(name: str) -> Any:
    field: Any = _MODEL.get_field(name)
    return _capfirst(field.verbose_name)


class LineForm(forms.Form):
    """What every entry has. `list` names the suggestions that the page offers."""

    kind = forms.ChoiceField(label=_label("kind"), choices=EntryKind.choices, initial=EntryKind.WORK)
    starts_at = forms.TimeField(
        label=_label("starts_at"),
        required=False,
        widget=forms.TimeInput(attrs=_TIME, format="%H:%M"),
        help_text=_("Empty means all day."),
    )
    ends_at = forms.TimeField(
        label=_label("ends_at"), required=False, widget=forms.TimeInput(attrs=_TIME, format="%H:%M")
    )
    what = forms.CharField(
        label=_label("what"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300})
    )
    who = forms.CharField(
        label=_label("who"), max_length=300, widget=forms.TextInput(attrs={"list": "suggested-who"})
    )
    place = forms.CharField(
        label=_label("place"), max_length=200, widget=forms.TextInput(attrs={"list": "suggested-place"})
    )
    department_id = forms.TypedChoiceField(
        label=_label("department"), required=False, coerce=int, empty_value=None
    )
    note = forms.CharField(label=_label("note"), max_length=600, required=False)
    internal = forms.BooleanField(
        label=_label("internal"), required=False, help_text=_("Stands on the desk only and is never public.")
    )
    late_reason = forms.CharField(
        label=_label("late_reason"),
        max_length=300,
        required=False,
        help_text=_("Only for a citizen reception that is announced later than the law asks."),
    )

    def __init__(self, *args: Any, departments: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["department_id"]
        field.choices = [("", "–"), *departments]


class WeekLineForm(LineForm):
    """A line of the week's form: on which day, and which draft it is, if it is one already."""

    day = forms.TypedChoiceField(label=_label("starts_on"), coerce=str)
    entry_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    uid = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("day", "starts_at", "ends_at", "kind")

    def __init__(self, *args: Any, days: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["day"]
        field.choices = days
        self.use_required_attribute = False  # a line that stays empty is left out

    def has_changed(self) -> bool:
        """A new line counts once it says what it is about, when, who or where."""
        return bool(self.initial.get("entry_id")) or bool(
            {"what", "who", "place", "starts_at", "note"}.intersection(self.changed_data)
        )

    def wait(self) -> None:
        """Find no fault yet: the person is still writing."""
        self._errors = ErrorDict()

    def line(self) -> Line:
        """What the line gives, valid as it is."""
        given = dict(self.cleaned_data)
        entry_id, version, uid = given.pop("entry_id"), given.pop("version"), given.pop("uid")
        stored: Entry | None = Entry.objects.filter(pk=entry_id).first() if entry_id else None
        day = forms.DateField().to_python(given.pop("day"))
        assert day is not None  # noqa: S101  # one of the seven choices
        length = stored.ends_on - stored.starts_on if stored else None
        content = EntryContent(starts_on=day, ends_on=day + length if length else None, **given)
        return Line(content, entry_id=entry_id, version=version, uid=uid)


class WeekForms(BaseFormSet[WeekLineForm]):
    """The lines of a week: its drafts first, then those that may stay empty."""

    drafts = 0

    def initial_form_count(self) -> int:
        """All but the drafts may stay empty."""
        return super().initial_form_count() if self.is_bound else self.drafts

    def lines(self) -> list[Line]:
        """What was filled in."""
        return [form.line() for form in self.forms if form.has_changed()]


def week_forms(
    data: Any, monday: date, drafts: list[Entry], departments: list[tuple[int, str]], more: int = 0
) -> WeekForms:
    """The form of a week; `more` empty lines than usual."""
    days = [(day.isoformat(), vn_date(day)) for day in days_of_week(monday)]
    empty = [{"uid": uuid7(), "day": days[min(number, 4)][0]} for number in range(NEW_LINES + more)]
    factory: Any = formset_factory(
        WeekLineForm, WeekForms, extra=len(empty), max_num=MOST_LINES, absolute_max=MOST_LINES
    )
    initial = [*map(_stored, drafts), *empty]
    forms_: WeekForms = factory(
        data,
        prefix="dong",
        initial=initial,
        form_kwargs={"days": days, "departments": departments},
        error_messages={"missing_management_form": _("The form came back incomplete. Please send it again.")},
    )
    forms_.drafts = len(drafts)
    return forms_


def _stored(entry: Entry) -> dict[str, Any]:
    names = ("kind", "starts_at", "ends_at", "what", "who", "place", "department_id", "note", "internal")
    given = {name: getattr(entry, name) for name in (*names, "late_reason")}
    day = entry.starts_on.isoformat()
    return given | {"day": day, "entry_id": entry.pk, "version": entry.version, "uid": UUID(str(entry.uid))}


class EntryForm(LineForm):
    """One entry whole; a public one that moves says why."""

    starts_on = forms.DateField(label=_label("starts_on"), widget=DayInput())
    ends_on = forms.DateField(
        label=_label("ends_on"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty means the same day."),
    )
    reason = forms.CharField(
        label=_("Why the public date or place changes"),
        max_length=300,
        required=False,
        help_text=_("Everybody can read it beside the old date."),
    )
    version = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    uid = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("kind", "starts_on", "starts_at", "ends_on", "ends_at", "what", "who", "place")

    def __init__(self, *args: Any, is_public: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_public:
            del self.fields["reason"]
        else:
            del self.fields["internal"]

    def content(self) -> EntryContent:
        """What was filled in."""
        given = {name: value for name, value in self.cleaned_data.items() if name in _CONTENT}
        return EntryContent(**given)


_CONTENT = frozenset(each.name for each in fields(EntryContent))


class CancelForm(forms.Form):
    """Why an entry is called off."""

    reason = forms.CharField(
        label=_("Why it is called off"),
        max_length=300,
        help_text=_("Everybody can read it beside the date."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApprovalForm(DecisionForm):
    """An approval, with the reason that a late reception needs."""

    reason = forms.CharField(
        label=_label("late_reason"),
        required=False,
        max_length=300,
        help_text=_("Only for a citizen reception that is announced later than the law asks."),
    )


def departments_of(unit_id: int) -> list[tuple[int, str]]:
    """The unit's departments as choices."""
    return list(Department.objects.filter(unit=unit_id).values_list("pk", "name"))
