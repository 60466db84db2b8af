"""A list of people from a spreadsheet becomes drafts."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.ui.forms import LimitedFileInput
from conglang.content.directory.services.import_people import import_people
from conglang.content.directory.tables import NoTable, read_rows
from conglang.content.directory.views.entries import WRITE, unit_of
from conglang.kernel.clock import now as clock_now

MOST_BYTES = 500_000


class PeopleFileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("List of people (CSV)"),
        help_text=_(
            "Save the spreadsheet as “CSV UTF-8”. It needs the columns “Họ và tên” and “Chức vụ”; "
            "it may have “Phòng ban”, “Thôn”, “Điện thoại”, “Email”, “Nhiệm vụ”, “Lịch tiếp dân” and “Nhóm”."
        ),
        widget=LimitedFileInput(max_bytes=MOST_BYTES, attrs={"accept": ".csv,text/csv,.txt"}),
    )

    def clean_file(self) -> Any:
        """The rows of the file."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too big for a list of people."))
        try:
            return list(read_rows(file.read()))
        except NoTable:
            raise forms.ValidationError(
                _("This is no list of people: the columns “Họ và tên” and “Chức vụ” were not found.")
            ) from None


@needs(WRITE)
def import_list(request: HttpRequest) -> HttpResponse:
    """Ask for the file; say what became of each row."""
    by = actor_of(request)
    unit, units = unit_of(request, by)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form, report = PeopleFileForm(*sent), None
    if request.method == "POST" and form.is_valid():
        rows = form.cleaned_data["file"]
        report = import_people(by=by, unit_id=unit.pk, rows=rows, now=clock_now())
    context = {
        "form": form,
        "unit": unit,
        "units": units,
        "report": report,
        "back_url": reverse("directory:official_list"),
    }
    return render(request, "directory/import.html", context, status=422 if form.errors else 200)
