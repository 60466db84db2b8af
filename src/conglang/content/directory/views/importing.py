"""A list of people from a spreadsheet becomes drafts, after a look at what would become of each row."""

from io import BytesIO
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.places import units_to_choose
from conglang.base.ui.forms import LimitedFileInput
from conglang.content.directory.services.import_people import import_people, preview_people
from conglang.content.directory.tables import NoTable, Row, read_rows
from conglang.content.directory.views.entries import WRITE
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.media.rules import Unacceptable, check_document

MOST_BYTES = 500_000
SALT = "directory.people"  # what one page shows, the next one is given back
VALID_SECONDS = 3600
SHEETS = ".xlsx,.csv,text/csv,.txt"


class PeopleFileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("List of people (Excel or CSV)"),
        help_text=_(
            "An Excel file (.xlsx), or “CSV UTF-8”. It needs the columns “Họ và tên” and “Chức vụ”; "
            "it may have “Phòng ban”, “Thôn”, “Điện thoại”, “Email”, “Nhiệm vụ”, “Lịch tiếp dân” and “Nhóm”."
        ),
        widget=LimitedFileInput(max_bytes=MOST_BYTES, attrs={"accept": SHEETS}),
    )

    def clean_file(self) -> Any:
        """The rows of the file."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too big for a list of people."))
        data = file.read()
        try:
            if data.startswith(b"PK"):  # an archive is judged before it is unpacked
                check_document(BytesIO(data), len(data))
            return list(read_rows(data))
        except NoTable:
            raise forms.ValidationError(
                _("This is no list of people: the columns “Họ và tên” and “Chức vụ” were not found.")
            ) from None
        except Unacceptable as refusal:
            raise forms.ValidationError(str(refusal.reason.label)) from None


@needs(WRITE)
def import_list(request: HttpRequest) -> HttpResponse:
    """Ask for the file, show what would become of each row, take the list in when the person says so."""
    by = actor_of(request)
    now = clock_now()
    unit, units = units_to_choose(request, by, WRITE, local_day(now))
    context: dict[str, Any] = {"unit": unit, "units": units, "back_url": reverse("directory:official_list")}
    form = PeopleFileForm()
    if request.method == "POST" and "rows" in request.POST:
        rows = _rows_of(request.POST["rows"], unit.pk)
        if rows is None:
            form = PeopleFileForm({})
            form.add_error(None, _("This page was open for too long. Please choose the file once more."))
        else:
            context["report"] = import_people(by=by, unit_id=unit.pk, rows=rows, now=now)
    elif request.method == "POST":
        form = PeopleFileForm(request.POST, request.FILES)
        if form.is_valid():
            rows = form.cleaned_data["file"]
            context["preview"] = preview_people(by=by, unit_id=unit.pk, rows=rows, now=now)
            cells = [[row.number, row.cells] for row in rows]
            context["rows"] = signing.dumps([unit.pk, cells], salt=SALT, compress=True)
    context["form"] = form
    return render(request, "directory/import.html", context, status=422 if form.errors else 200)


def _rows_of(signed: str, unit_id: int) -> list[Row] | None:
    """The rows that the page before showed for this unit; None when they are too old or somebody else's."""
    try:
        shown_for, rows = signing.loads(signed, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        return None
    return [Row(number, cells) for number, cells in rows] if shown_for == unit_id else None
