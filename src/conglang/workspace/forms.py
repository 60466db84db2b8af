"""Forms of the desk, in the order in which their fields are read."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import DayInput, LimitedFileInput, ManyFilesField, ManyFilesInput
from conglang.base.units.models import Unit
from conglang.tools.approval.forms import DecisionForm
from conglang.tools.media.rules import MAX_DOCUMENT_BYTES, MAX_IMAGE_BYTES
from conglang.tools.pages.models import Section, SectionKind, SiteProfile
from conglang.tools.pages.picture_forms import PICTURES
from conglang.workspace.assignees import Candidate
from conglang.workspace.trail import AREAS


class AssignForm(DecisionForm):
    """Whose turn it is to be."""

    person = forms.TypedChoiceField(label=_("Person"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.choices = [(person.user.pk, person.label) for person in people]


class TrailForm(forms.Form):
    """Which entries of the audit trail to show."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )
    area = forms.ChoiceField(label=_("Kind of action"), required=False)
    person = forms.CharField(label=_("Person"), required=False, max_length=100)
    since = forms.DateField(label=_("From day"), required=False, widget=DayInput)
    until = forms.DateField(label=_("To day"), required=False, widget=DayInput)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, area = cast("Any", self.fields["unit"]), cast("Any", self.fields["area"])
        unit.queryset = units
        area.choices = [("", _("All kinds")), *AREAS.items()]


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    """Header and footer of a site."""

    emblem_file = forms.FileField(
        label=_("New emblem"),
        required=False,
        widget=LimitedFileInput(max_bytes=MAX_IMAGE_BYTES, attrs=PICTURES),
    )

    class Meta:
        model = SiteProfile
        fields = (
            "authority",
            "responsible_person",
            "address",
            "phone",
            "email",
            "control_phone",
            "control_email",
            "license",
        )

    def facts(self) -> dict[str, Any]:
        """What was typed, without the files."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def emblem_alt(self) -> str:
        """The words that stand for the emblem."""
        return _("Emblem of %(authority)s") % {"authority": self.cleaned_data["authority"]}


class ImportForm(forms.Form):
    """Where the files go, and the files."""

    section = forms.ModelChoiceField(
        Section.objects.none(), label=_("Section of the site"), empty_label=_("Choose a section")
    )
    source_name = forms.CharField(
        label=_("Name of this import"),
        required=False,
        max_length=255,
        help_text=_("Such as “Articles of the old site, 2024”."),
    )
    files: Any = ManyFilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_(
            "Word (.docx), HTML or text. You can choose many at once; pictures that belong to them too."
        ),
        widget=ManyFilesInput(
            max_bytes=MAX_DOCUMENT_BYTES, attrs={"accept": ".docx,.html,.htm,.txt,image/*"}
        ),
    )

    def __init__(self, *args: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section = cast("Any", self.fields["section"])
        rows = Section.objects.filter(unit=unit_id, is_hidden=False)
        section.queryset = rows.exclude(kind=SectionKind.GROUP)


class BatchApprovalForm(forms.Form):
    """What allows the approval of a whole import."""

    decision = forms.CharField(
        label=_("Number and day of the decision"),
        max_length=300,
        help_text=_("Such as “12/QĐ-UBND, 26/11/2026”. It goes on record with each article."),
    )
