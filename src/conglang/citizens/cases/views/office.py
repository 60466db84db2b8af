"""What the office enters and keeps: matters told to it, routing and templates, the restricted register."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import NotFound, require
from conglang.base.ui.sent import sent, take_errors, uid_of
from conglang.citizens.cases.catalogue import categories, emergency, streams
from conglang.citizens.cases.forms import EntryForm, RoutingForm, TemplateForm
from conglang.citizens.cases.models import AnswerTemplate, Denunciation, RoutingRule
from conglang.citizens.cases.permissions import DENUNCIATIONS, INTAKE
from conglang.citizens.cases.services import office
from conglang.citizens.cases.services.send import Sent, enter
from conglang.citizens.cases.views.framing import acting_unit
from conglang.kernel.clock import now as clock_now
from conglang.tools.vault.models import Mode


@needs(INTAKE)
def enter_case(request: HttpRequest) -> HttpResponse:
    """Type in what came; code and PIN are shown once, to be given to the sender."""
    by, unit = actor_of(request), acting_unit(request)
    require(by, INTAKE, unit.pk)
    form, uid = EntryForm(*sent(request), unit=unit), uid_of(request.POST.get("uid"))
    if request.method == "POST" and form.is_valid():
        try:
            found = enter(
                by=by, unit_id=unit.pk, message=form.message(), mode=Mode(form.cleaned_data["mode"]),
                contact=form.contact(), channel=form.channel_meant, uid=uid, files=form.files_sent,
                received_at=min(form.cleaned_data["received_at"], clock_now()), now=clock_now(),
            )  # fmt: skip
            return render(request, "cases/entered.html", _told(found))
        except ValidationError as refused:
            take_errors(form, refused)
    context = {"form": form, "uid": uid, "emergency": emergency()}
    return render(request, "cases/enter.html", context, status=422 if form.errors else 200)


def _told(found: Sent) -> dict[str, Any]:
    url = reverse("cases:case", args=[found.case.pk]) if found.case else ""
    return {
        "code": found.code,
        "pin": found.pin,
        "url": url,
        "left_out": [(name, reason.label) for name, reason in found.left_out],
    }


@needs(INTAKE)
def settings(request: HttpRequest) -> HttpResponse:
    """Routing rules and answer templates of the unit; POST stores or drops one."""
    by, unit = actor_of(request), acting_unit(request)
    require(by, INTAKE, unit.pk)
    do = request.POST.get("do", "")
    rule = RoutingForm(
        request.POST if do == "rule" else None, unit_id=unit.pk, instance=RoutingRule(unit=unit)
    )
    template = TemplateForm(request.POST if do == "template" else None, instance=AnswerTemplate(unit=unit))
    now = clock_now()
    if do == "drop":
        office.drop_rule(by=by, rule_id=_number(request.POST.get("rule", "")), now=now)
        return redirect("cases:settings")
    if do == "rule" and rule.is_valid():
        office.keep_rule(by=by, row=rule.save(commit=False), now=now)
        return redirect("cases:settings")
    if do == "template" and template.is_valid():
        office.keep_template(by=by, row=template.save(commit=False), now=now)
        return redirect("cases:settings")
    rows = RoutingRule.objects.filter(unit=unit).select_related("hamlet", "department")
    context = {
        "rule_form": rule,
        "template_form": template,
        "rules": [(row, *_names(row)) for row in rows],
        "templates": AnswerTemplate.objects.filter(unit=unit),
    }
    faulty = rule.errors or template.errors
    return render(request, "cases/settings.html", context, status=422 if faulty else 200)


def _names(row: RoutingRule) -> tuple[str, str]:
    stream, category = streams().get(row.stream), categories().get(row.category)
    return stream.name if stream else _("any"), category.name if category else _("any")


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


@needs(DENUNCIATIONS)
def restricted(request: HttpRequest) -> HttpResponse:
    """The register of denunciations, for those who keep it alone; each look at a sender is written down."""
    by = actor_of(request)
    shown: dict[str, Any] = {}
    if request.method == "POST":
        try:
            shown = _keep(request, by)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        if not shown:
            return redirect("cases:restricted")
    units = [unit for unit in by.scope.readable or () if by.may(DENUNCIATIONS, unit)]
    rows = Denunciation.objects.filter(unit__in=units).select_related("duty")
    context = {"rows": rows} | shown
    return render(request, "cases/restricted.html", context)


def _keep(request: HttpRequest, by: Actor) -> dict[str, Any]:
    """Do what was sent with a line; what it shows once, if it shows something."""
    do, pk, now = request.POST.get("do"), _number(request.POST.get("line", "")), clock_now()
    note = request.POST.get("note", "")
    if do == "take":
        office.take_up(by=by, line_id=pk, now=now)
    elif do == "settle":
        office.settle_line(by=by, line_id=pk, note=note, now=now)
    elif do == "look":
        return {"contact": office.look_at_denouncer(by=by, line_id=pk, reason=note, now=now), "looked_at": pk}
    else:
        raise NotFound
    return {}
