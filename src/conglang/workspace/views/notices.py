"""Urgent notices: one person writes, another one puts them on every page, either takes them down."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.kernel.clock import now as clock_now
from conglang.kernel.ids import uuid7
from conglang.tools.approval.proofing import slips_in
from conglang.tools.pagestore.models import NoticeLevel, UrgentNotice
from conglang.tools.pagestore.permissions import CONFIRM_NOTICE, PROPOSE_NOTICE
from conglang.tools.pagestore.queries import hosts_below
from conglang.tools.pagestore.refusals import NoticeRefusal, NoticeRefused
from conglang.tools.pagestore.rules import TEXT_LENGTH
from conglang.tools.pagestore.services.confirm_notice import confirm_notice
from conglang.tools.pagestore.services.end_notice import end_notice
from conglang.tools.pagestore.services.propose_notice import propose_notice
from conglang.workspace.notices import notice_row, notice_rows
from conglang.workspace.reach import reach, unit_url
from conglang.workspace.views.settings_page import FormPage, Note

LIST = "workspace:notices"
TEXT_KEY = "noi-dung"  # of an address that begins a notice
REFUSALS = {
    NoticeRefusal.EMPTY: gettext_lazy("Please write the notice."),
    NoticeRefusal.TIME: gettext_lazy("A notice can stand for seven days at most."),
    NoticeRefusal.SAME_PERSON: gettext_lazy("Whoever wrote a notice cannot put it up. Ask somebody else."),
    NoticeRefusal.OVER: gettext_lazy("This notice is over. Please write a new one."),
}


class NoticeForm(forms.Form):
    """What stands on every page, and for how long."""

    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        choices=NoticeLevel,
        initial=NoticeLevel.WARNING,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Text of the notice"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What happens, where, what people should do now. At most 300 letters."),
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("How long it stands"),
        coerce=int,
        initial=12,
        choices=[
            (3, gettext_lazy("3 hours")),
            (12, gettext_lazy("12 hours")),
            (24, gettext_lazy("1 day")),
            (72, gettext_lazy("3 days")),
            (168, gettext_lazy("7 days")),
        ],
        help_text=gettext_lazy("It goes by itself then. You can take it down at any time before."),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)


@needs(PROPOSE_NOTICE)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What stands on the pages, what waits, what is over."""
    where = reach(request, PROPOSE_NOTICE)
    context = {
        "reach": where,
        "groups": notice_rows(actor_of(request), where.unit.pk, clock_now()),
        "new_url": where.url("workspace:new_notice"),
    }
    return render(request, "workspace/notices.html", context)


@needs(PROPOSE_NOTICE)
def new_notice(request: HttpRequest) -> HttpResponse:
    """Write a notice for a second person to put up."""
    where = reach(request, PROPOSE_NOTICE)
    form = NoticeForm(request.POST or None, initial={"text": request.GET.get(TEXT_KEY, "")[:TEXT_LENGTH]})
    if request.method == "POST" and form.is_valid():
        notice = _propose(request, form, where.unit.pk)
        if notice is not None:
            return redirect("workspace:notice", pk=notice.pk)
    count = len(hosts_below(where.unit.pk))
    note = Note("info", _("The notice will stand on every page of %(count)s sites.") % {"count": count})
    page = FormPage(
        _("Write an urgent notice"), where.unit.title, _("Send to be confirmed"), where.url(LIST), [note]
    )
    return page.show(request, form)


@needs(PROPOSE_NOTICE)
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice as people will see it, with who said so and when."""
    row = notice_row(actor_of(request), _notice(request, pk), clock_now())
    context = {"row": row, "notice": row.notice, "list_url": unit_url(LIST, row.notice.unit_id)}
    context |= {"slips": slips_in([(_("Urgent notice"), row.notice.text)]), "keep_url": ""}
    return render(request, "workspace/notice.html", context)


@needs(CONFIRM_NOTICE)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the second person, then put the notice up."""
    found = _notice(request, pk)
    if request.method == "POST":
        try:
            confirm_notice(by=actor_of(request), notice=found, now=clock_now())
        except NoticeRefused as refused:
            messages.error(request, REFUSALS[refused.reason])
        else:
            messages.success(request, _("The notice stands on every page now."))
        return redirect("workspace:notice", pk=pk)
    count = len(hosts_below(found.unit_id))
    about = {"question": _("Put this notice on every page of %(count)s sites?") % {"count": count}}
    return _ask(request, found, about | {"label": _("Put it up"), "kind": "danger"})


@needs(PROPOSE_NOTICE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the notice down."""
    found = _notice(request, pk)
    if request.method == "POST":
        end_notice(by=actor_of(request), notice=found, now=clock_now())
        messages.success(request, _("The notice is down."))
        return redirect("workspace:notice", pk=pk)
    return _ask(request, found, {"question": _("Take this notice down?"), "label": _("Take it down")})


def _propose(request: HttpRequest, form: NoticeForm, unit_id: int) -> UrgentNotice | None:
    given, now = form.cleaned_data, clock_now()
    uid: UUID = given["uid"]
    try:
        return propose_notice(
            by=actor_of(request),
            unit_id=unit_id,
            level=NoticeLevel(given["level"]),
            text=given["text"],
            until=now + timedelta(hours=given["hours"]),
            now=now,
            uid=uid,
        )
    except NoticeRefused as refused:
        form.add_error("hours" if refused.reason is NoticeRefusal.TIME else "text", REFUSALS[refused.reason])
        return None


def _ask(request: HttpRequest, found: UrgentNotice, about: dict[str, Any]) -> HttpResponse:
    context = about | {
        "explanation": found.text,
        "action": request.path,
        "cancel_url": reverse("workspace:notice", args=[found.pk]),
    }
    return render(request, "ui/confirm_page.html", context)


def _notice(request: HttpRequest, pk: int) -> UrgentNotice:
    rows = UrgentNotice.objects.filter(pk=pk).select_related("unit", "proposed_by", "confirmed_by")
    found: UrgentNotice | None = rows.first()
    if found is None:
        raise NotFound
    require(actor_of(request), PROPOSE_NOTICE, found)
    return found
