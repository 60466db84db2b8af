"""One ask with its checklist, as whoever is asked fills it in and whoever asked decides on it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import Forbidden
from conglang.content.campaigns import queries
from conglang.content.campaigns.forms import LayInForm, SendBackForm
from conglang.content.campaigns.permissions import ANSWER, ASK, READ
from conglang.content.campaigns.queries import Line, Sheet
from conglang.content.campaigns.rules import HANDED_IN, State
from conglang.content.campaigns.services.decide import accept, send_back
from conglang.content.campaigns.services.hand_in import hand_in
from conglang.content.campaigns.services.lay_in import lay_in
from conglang.content.campaigns.wording import kinds_words, standing
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.media.storage import private_storage


@needs(READ)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist on one page."""
    by = actor_of(request)
    sheet = queries.find_sheet(by, pk)
    faulty: dict[str, Any] = {}
    if request.method == "POST":
        if not (by.may(ANSWER, sheet.ask.unit_id) or by.may(ASK, sheet.ask.asker_id)):
            raise Forbidden
        try:
            done = _act(request, by, sheet, faulty)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            done = True
        if done:
            item = request.POST.get("item", "")
            return redirect(f"{request.path}{f'#muc-{item}' if item.isdecimal() else ''}")
    context = _context(by, sheet, faulty)
    return render(request, "campaigns/ask.html", context, status=422 if request.method == "POST" else 200)


def _act(request: HttpRequest, by: Actor, sheet: Sheet, faulty: dict[str, Any]) -> bool:
    """Carry out what was sent; False when a form has faults, which `faulty` then holds under its prefix."""
    act, key, now = request.POST.get("act", ""), request.POST.get("item", ""), clock_now()
    pk = sheet.ask.pk
    if act == "hand_in":
        hand_in(by=by, ask_id=pk, now=now)
        messages.success(request, _("It was handed in."))
        return True
    if act == "accept":
        accept(by=by, ask_id=pk, item=key, now=now)
        messages.success(request, _("It was accepted."))
        return True
    line = next((line for line in sheet.lines if line.item.key == key), None)
    if line is None:
        return True
    form: Any = SendBackForm(request.POST, line=line)
    if act == "lay_in":
        form = LayInForm(request.POST, request.FILES, line=line)
    if not form.is_valid():
        faulty[form.prefix] = form
        return False
    if act == "lay_in":
        refused = lay_in(by=by, ask_id=pk, item=key, now=now, **form.cleaned_data)
        for text in refused:
            messages.error(request, text)
        if not refused:
            messages.success(request, _("It was laid in. Nobody else sees it before you hand it in."))
    elif act == "send_back":
        send_back(by=by, ask_id=pk, item=key, now=now, **form.cleaned_data)
        messages.success(request, _("It was sent back."))
    return True


def _context(by: Actor, sheet: Sheet, faulty: Mapping[str, Any]) -> dict[str, Any]:
    row, on = sheet.ask, local_day(clock_now())
    # the forms of the asked side show for its own people only
    is_open, is_ours = row.closed_at is None, by.scope.may_read(row.unit_id)
    answers = is_open and is_ours and by.may(ANSWER, row.unit_id)
    decides = is_open and by.scope.may_read(row.asker_id) and by.may(ASK, row.asker_id)
    late = sheet.late(on)
    lines = []
    for line in sheet.lines:
        shown = _line(sheet, line, late, is_ours=is_ours)
        if answers and line.state is not State.ACCEPTED:
            shown["lay_in"] = faulty.get(f"muc-{line.item.key}") or LayInForm(line=line)
        if decides and line.state is State.RECEIVED:
            shown["may_accept"] = line.reply is not None and line.reply.by_id != by.user_id
            shown["send_back"] = faulty.get(f"tra-{line.item.key}") or SendBackForm(line=line)
        lines.append(shown)
    is_asker = by.scope.may_read(row.asker_id) and by.may(READ, row.asker_id)
    return {
        "ask": row,
        "lines": lines,
        "ready": answers and any(line.state is State.READY for line in sheet.lines),
        "answers": answers,
        "back_url": reverse("campaigns:campaign", args=[row.campaign_id])
        if is_asker
        else reverse("campaigns:overview"),
        "duty_url": reverse("duties:duty", args=[row.duty_id]) if is_ours and row.duty_id else "",
    }


def _line(sheet: Sheet, line: Line, late: set[str], *, is_ours: bool) -> dict[str, Any]:
    item, reply = line.item, line.reply
    is_seen = is_ours or line.state in HANDED_IN
    words, tone = standing(
        line, is_late=item.key in late, came_late=sheet.came_late(line), at_asker=not is_ours
    )
    return {
        "item": item,
        "reply": reply if is_seen or line.state is State.RETURNED else None,
        "is_seen": is_seen,
        "kinds": kinds_words(item.kinds),
        "due_on": item.last_day(sheet.ask.due_on),
        "state": words,
        "tone": tone,
        "files": [
            (file.name, "" if file.document.is_quarantined else reverse("campaigns:file", args=[file.pk]),
             file.document.file_size)
            for file in line.files
        ] if is_seen else [],
        "drafts_url": reverse("documents:dropped", args=[reply.drop_id])
        if reply and reply.drop_id and is_ours
        else "",
    }  # fmt: skip


@needs(READ)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An original as it came in."""
    row = queries.find_file(actor_of(request), pk)
    answer = FileResponse(
        private_storage().open(str(row.document.file.name)),
        as_attachment=True,
        filename=row.name,
        content_type="application/octet-stream",
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
