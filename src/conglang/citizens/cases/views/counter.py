"""Slips for visitors of the counter: printed once with a code to rate the visit, and what came of them."""

from typing import Any

import segno
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import require
from conglang.base.ui.sent import take_errors
from conglang.base.units.models import Department, Site, Unit
from conglang.citizens.cases.permissions import INTAKE
from conglang.citizens.cases.public_queries import visit_figures
from conglang.citizens.cases.services.counter import MOST_SLIPS, print_slips
from conglang.citizens.cases.views.framing import acting_unit
from conglang.kernel.clock import now as clock_now

PATH = "/danh-gia/"


class SlipForm(forms.Form):
    """For which department, and the numbers of the receipts."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department that served"), empty_label=_("Please choose")
    )
    receipts = forms.CharField(
        label=_("Numbers of the receipts"),
        help_text=_("One a line, as on the receipts of the visits that were served."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST_SLIPS * 42,
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["department"].queryset = Department.objects.filter(unit=unit)


@needs(INTAKE)
@never_cache
def slips(request: HttpRequest) -> HttpResponse:
    """Enter receipt numbers; the answer is the sheet to print, the only page that shows the codes."""
    by, unit = actor_of(request), acting_unit(request)
    require(by, INTAKE, unit.pk)
    form = SlipForm(request.POST if request.method == "POST" else None, unit=unit)
    printed: list[tuple[str, str, SafeString]] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = print_slips(
                by=by, unit_id=unit.pk, department_id=given["department"].pk,
                receipts=given["receipts"].splitlines(), now=clock_now(),
            )  # fmt: skip
            base = _address(request, unit)
            printed = [(receipt, code, _drawn(f"{base}?ma={code}")) for receipt, code in found]
        except ValidationError as refused:
            take_errors(form, refused)
    context = {"form": form, "printed": printed, "figures": visit_figures(unit.pk), "unit": unit}
    return render(request, "cases/slips.html", context, status=422 if form.errors else 200)


def _address(request: HttpRequest, unit: Unit) -> str:
    site = Site.objects.filter(unit=unit).first()
    _host, _colon, port = request.get_host().partition(":")
    return f"{request.scheme}://{site.host if site else ''}{_colon}{port}{PATH}"


def _drawn(address: str) -> SafeString:
    return mark_safe(segno.make_qr(address, error="m").svg_inline(scale=3, border=4, light="#fff"))  # noqa: S308
