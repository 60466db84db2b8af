"""Certificates that the province trusts: one administrator hands in, another confirms, either takes back.

Beside them stand the authorities' lists of what they revoked.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ui.forms import LimitedFileInput
from conglang.base.units.models import Unit, UnitLevel
from conglang.kernel.clock import now as clock_now
from conglang.tools.signing.certificates import MOST_BYTES, spelled
from conglang.tools.signing.models import AnchorKind, TrustAnchor
from conglang.tools.signing.permissions import CONFIRM, INSTALL, READ
from conglang.tools.signing.queries import lists_of
from conglang.tools.signing.refusals import AnchorRefusal, AnchorRefused, ListRefused
from conglang.tools.signing.rules import MOST_LIST_BYTES, ListTrouble
from conglang.tools.signing.services.confirm_anchor import confirm_anchor
from conglang.tools.signing.services.install_list import install_list
from conglang.tools.signing.services.propose_anchor import SOURCE_LENGTH, propose_anchor
from conglang.tools.signing.services.retire_anchor import retire_anchor
from conglang.tools.signing.wording import list_words
from conglang.workspace.views.settings_page import FormPage, Note

LIST = "workspace:trust_anchors"
REFUSALS = {
    AnchorRefusal.NOT_A_CERTIFICATE: (
        "certificate",
        gettext_lazy(
            "This file is not the certificate of a signing authority. "
            "Please choose a .crt, .cer or .pem file."
        ),
    ),
    AnchorRefusal.FINGERPRINT: (
        "typed_fingerprint",
        gettext_lazy(
            "This is not the fingerprint of the certificate. "
            "Compare it with the paper; do not trust the file."
        ),
    ),
    AnchorRefusal.EXPIRED: ("certificate", gettext_lazy("This certificate has expired.")),
    AnchorRefusal.NOT_A_ROOT: (
        "kind",
        gettext_lazy("A root certificate is issued by itself, an intermediate one by another authority."),
    ),
    AnchorRefusal.SOURCE: ("source", gettext_lazy("Please name the decision or the paper.")),
    AnchorRefusal.NOT_A_PROVINCE: (None, gettext_lazy("Only a province installs certificates.")),
    AnchorRefusal.SAME_PERSON: (
        None,
        gettext_lazy("Whoever handed in a certificate cannot confirm it. Ask another administrator."),
    ),
    AnchorRefusal.OVER: (None, gettext_lazy("This certificate was taken back. Please hand it in anew.")),
}


LIST_TROUBLES = {
    ListTrouble.NOT_A_LIST: gettext_lazy(
        "This file is not a list of revoked certificates. Please choose a .crl file."
    ),
    ListTrouble.UNKNOWN_ISSUER: gettext_lazy(
        "This list was signed by no authority that the province trusts. Install its certificate first."
    ),
    ListTrouble.PARTIAL: gettext_lazy(
        "This list names changes or a part only. Please choose the authority's full list."
    ),
    ListTrouble.OLDER: gettext_lazy("The list that is installed is newer than this one."),
    ListTrouble.FUTURE: gettext_lazy("The date of this list lies in the future."),
    ListTrouble.TOO_LARGE: gettext_lazy("This list is too large to be kept here."),
    ListTrouble.GAVE_UP: gettext_lazy("Reading this list takes too much time or memory."),
}


class FingerprintForm(forms.Form):
    """The fingerprint, read from paper."""

    typed_fingerprint = forms.CharField(
        label=gettext_lazy("SHA-256 fingerprint, typed from paper"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "64 letters and digits. Read them from the printed announcement of the authority, "
            "not from the file."
        ),
    )


class AnchorForm(FingerprintForm):
    """A certificate with the paper that speaks for it."""

    certificate = forms.FileField(
        label=gettext_lazy("File of the certificate"),
        widget=LimitedFileInput(max_bytes=MOST_BYTES, attrs={"accept": ".crt,.cer,.pem,.der"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=AnchorKind, initial=AnchorKind.ROOT, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=gettext_lazy("Decision or source of the printed fingerprint"), max_length=SOURCE_LENGTH
    )
    field_order = ("certificate", "kind", "typed_fingerprint", "source")


class ListForm(forms.Form):
    """What an authority says about certificates that it took back."""

    list = forms.FileField(
        label=gettext_lazy("File of the list"),
        widget=LimitedFileInput(max_bytes=MOST_LIST_BYTES, attrs={"accept": ".crl,.pem,.der"}),
        help_text=gettext_lazy("Fetch it from the authority's site. Its signature is checked here."),
    )


@needs(READ)
@require_safe
def trust_anchors(request: HttpRequest) -> HttpResponse:
    """Whose certificates the province trusts, what waits, what was taken back."""
    by = actor_of(request)
    unit = _province(by, READ)
    rows = list(TrustAnchor.objects.filter(unit=unit).select_related("proposed_by", "confirmed_by"))
    lists, now = lists_of(unit.pk), clock_now()
    context = {
        "unit": unit,
        "waiting": [(row, "") for row in rows if not row.confirmed_at and not row.retired_at],
        "trusted": [(row, list_words(lists.get(row.pk), now)) for row in rows if row.is_in_force],
        "past": [(row, "") for row in rows if row.retired_at],
        "may_install": by.may(INSTALL, unit.pk),
    }
    return render(request, "workspace/trust_anchors.html", context)


@needs(INSTALL)
def new_trust_anchor(request: HttpRequest) -> HttpResponse:
    """Hand in a certificate for a second administrator to confirm."""
    by = actor_of(request)
    unit = _province(by, INSTALL)
    form = AnchorForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = propose_anchor(
                by=by,
                unit_id=unit.pk,
                kind=AnchorKind(given["kind"]),
                certificate=given["certificate"].read(MOST_BYTES + 1),
                typed_fingerprint=given["typed_fingerprint"],
                source=given["source"],
                now=clock_now(),
            )
        except AnchorRefused as refused:
            _show(form, refused)
        else:
            messages.success(request, _("The certificate waits for a second administrator."))
            return redirect("workspace:trust_anchor", pk=row.pk)
    note = Note(
        "warning", _("Everything that this authority signs will be shown as trusted in the whole province.")
    )
    page = FormPage(_("Install a certificate"), unit.title, _("Send to be confirmed"), reverse(LIST), [note])
    return page.show(request, form)


@needs(INSTALL)
def new_revocation_list(request: HttpRequest) -> HttpResponse:
    """Install the newest list of an authority that is trusted already."""
    by = actor_of(request)
    unit = _province(by, INSTALL)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["list"].read(MOST_LIST_BYTES + 1)
        try:
            install_list(by=by, unit_id=unit.pk, data=data, now=clock_now())
        except ListRefused as refused:
            form.add_error("list", LIST_TROUBLES[refused.trouble])
        else:
            messages.success(request, _("The list counts now. All files are checked again."))
            return redirect(LIST)
    page = FormPage(
        _("Install a list of revoked certificates"), unit.title, _("Install the list"), reverse(LIST)
    )
    return page.show(request, form)


@needs(READ)
@require_safe
def trust_anchor(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate with who answers for it."""
    by, row = actor_of(request), _anchor(request, pk, READ)
    waits = row.confirmed_at is None and row.retired_at is None
    context = {
        "anchor": row,
        "fingerprint": "" if waits else spelled(row.fingerprint),
        "waits": waits,
        "may_confirm": waits and by.may(CONFIRM, row.unit_id) and by.user_id != row.proposed_by_id,
        "may_retire": row.retired_at is None and by.may(INSTALL, row.unit_id),
        "list_words": list_words(lists_of(row.unit_id).get(pk), clock_now()) if row.is_in_force else "",
    }
    return render(request, "workspace/trust_anchor.html", context)


@needs(CONFIRM)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second administrator reads the fingerprint from paper too."""
    row = _anchor(request, pk, CONFIRM)
    form = FingerprintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["typed_fingerprint"]
        try:
            confirm_anchor(by=actor_of(request), anchor=row, typed_fingerprint=typed, now=clock_now())
        except AnchorRefused as refused:
            _show(form, refused)
        else:
            messages.success(request, _("The certificate is trusted now. All files are checked again."))
            return redirect("workspace:trust_anchor", pk=pk)
    page = FormPage(
        _("Trust this certificate?"), row.subject, _("Trust it"), reverse("workspace:trust_anchor", args=[pk])
    )
    return page.show(request, form)


@needs(INSTALL)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then trust the certificate no longer."""
    row = _anchor(request, pk, INSTALL)
    if request.method == "POST":
        retire_anchor(by=actor_of(request), anchor=row, now=clock_now())
        messages.success(request, _("The certificate is no longer trusted. All files are checked again."))
        return redirect("workspace:trust_anchor", pk=pk)
    context = {
        "question": _("Trust this certificate no longer?"),
        "explanation": row.subject,
        "label": _("Take back"),
        "kind": "danger",
        "action": request.path,
        "cancel_url": reverse("workspace:trust_anchor", args=[pk]),
    }
    return render(request, "ui/confirm_page.html", context)


def _show(form: Any, refused: AnchorRefused) -> None:
    field, text = REFUSALS[refused.reason]
    form.add_error(field if field in form.fields else None, text)


def _province(by: Actor, permission: str) -> Unit:
    """The province for which the person acts. Raises NotFound for those who act for another unit."""
    if by.unit_id is None or not by.may(permission, by.unit_id):
        raise NotFound
    unit = Unit.objects.get(pk=by.unit_id)
    if unit.level != UnitLevel.PROVINCE:
        raise NotFound
    return unit


def _anchor(request: HttpRequest, pk: int, permission: str) -> TrustAnchor:
    found: TrustAnchor | None = (
        TrustAnchor.objects.filter(pk=pk)
        .select_related("unit", "proposed_by", "confirmed_by", "retired_by")
        .first()
    )
    if found is None:
        raise NotFound
    require(actor_of(request), permission, found)
    return found
