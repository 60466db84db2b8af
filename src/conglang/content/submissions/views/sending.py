"""The phone form, and what became of everything that one sent."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.models import Membership
from conglang.base.accounts.permissions import require
from conglang.base.ui.sent import sent, uid_of
from conglang.base.units.models import Unit
from conglang.content.submissions import queries
from conglang.content.submissions.forms import SendForm
from conglang.content.submissions.papers import KIND, form_of
from conglang.content.submissions.permissions import SEND, TAKE
from conglang.content.submissions.services.receive import receive
from conglang.content.submissions.wording import standing
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.papers.downloads import FORMS, download

PER_PAGE = 30


@needs(SEND)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I sent, each with what became of it."""
    by = actor_of(request)
    page = Paginator(queries.mine(by), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(row, *standing(row.state, waits_for_sender=row.waits_for_sender)) for row in page]
    return render(request, "submissions/mine.html", {"page": page, "rows": rows, "person": by.user_id})


@needs(SEND)
def send(request: HttpRequest) -> HttpResponse:
    """The form; programs of the page get JSON. `tep` gives the empty printed form."""
    by = actor_of(request)
    unit = _unit(by)
    if (wanted := request.GET.get("tep", "")) in FORMS:
        return download(form_of(unit), wanted, KIND)
    at_desk = by.may(TAKE, unit.pk)
    form = SendForm(*sent(request), unit=unit, at_desk=at_desk, initial=_known_of(by, unit))
    uid = uid_of(request.POST.get("uid", ""))
    as_json = request.headers.get("Accept") == "application/json"
    if request.method == "POST" and form.is_valid():
        row = receive(
            by=by, unit_id=unit.pk, channel=form.channel_meant, uid=uid, story=form.story(), now=clock_now(),
            files=form.files_sent,
        )  # fmt: skip
        messages.success(request, _("The desk has it. You see here what becomes of it."))
        url = reverse("submissions:sheet", args=[row.pk])
        return JsonResponse({"url": url}) if as_json else redirect(url)
    if as_json:
        return JsonResponse({"errors": _errors(form)}, status=422)
    context = {"form": form, "uid": uid, "unit": unit, "person": by.user_id, "endings": list(FORMS)}
    return render(request, "submissions/send.html", context, status=422 if form.errors else 200)


def _unit(by: Actor) -> Unit:
    """The unit that the person acts for. Raises Forbidden where they send nothing."""
    assert by.unit_id is not None  # noqa: S101  # whoever holds a role acts somewhere
    require(by, SEND, by.unit_id)
    return Unit.objects.get(pk=by.unit_id)


def _known_of(by: Actor, unit: Unit) -> dict[str, Any]:
    """What the account tells, so that nobody types it."""
    held = Membership.objects.in_force(clock_now()).filter(user=by.user_id, unit=unit)
    named = held.exclude(department=None).select_related("department").first()
    return {
        "sender_name": by.name,
        "sender_address": f"{named.department.name}, {unit.title}" if named else unit.title,
        "department": named.department_id if named else None,
        "happened_on": local_day(clock_now()),
    }


def _errors(form: SendForm) -> list[dict[str, str]]:
    """Everything that is wrong, each with the field to go to."""
    found = []
    for name, texts in form.errors.items():
        field = form[name] if name in form.fields else None
        label = f"{field.label}: " if field else ""
        target = f"{field.auto_id}_0" if field and field.use_fieldset else field.auto_id if field else ""
        found += [{"field": str(target), "text": f"{label}{text}"} for text in texts]
    return found
