"""One case on one page: its words, its clock, what happened, and the buttons that the table gives."""

from collections.abc import Callable
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
from conglang.base.accounts.permissions import NotFound
from conglang.base.ui.sent import take_errors
from conglang.citizens.cases.acting import ACTS, DANGEROUS, MAIN
from conglang.citizens.cases.forms import AnswerForm, CaseForm, NoteForm, ProposeForm, ReasonForm, SortForm
from conglang.citizens.cases.models import Attachment, Case, Kind
from conglang.citizens.cases.permissions import APPROVE, HANDLE, INTAKE, READ, READ_ALL
from conglang.citizens.cases.public_queries import due_of
from conglang.citizens.cases.queries import (
    answer_for,
    buttons,
    find,
    sent_files,
    similar,
    suggested_department,
    works_on,
)
from conglang.citizens.cases.redacting import masked
from conglang.citizens.cases.rules import INTAKE as AT_INTAKE
from conglang.citizens.cases.rules import NEVER_SHOWN, WORKED, Command, Outcome, Process, Visibility
from conglang.citizens.cases.services import show
from conglang.citizens.cases.services.answer import draft_answer
from conglang.citizens.cases.services.decide import sort_out
from conglang.citizens.cases.services.office import look_at_sender, read_original
from conglang.citizens.cases.wording import (
    COMMANDS,
    HAPPENED,
    OUTCOMES,
    STATES,
    TONES,
    VISIBILITIES,
)
from conglang.kernel.clock import now as clock_now
from conglang.tools.formguard.wording import SAID
from conglang.tools.vault.permissions import LOOK

SORT, DRAFT, PROPOSE, PUT_OUT, KEEP, HIDE, LOOK_AT, ORIGINAL = (
    "sort", "draft", "propose", "put_out", "keep_private", "hide", "look", "original",
)  # fmt: skip
FORMS: dict[str, type[CaseForm]] = {
    SORT: SortForm, DRAFT: AnswerForm, PROPOSE: ProposeForm, HIDE: ReasonForm, LOOK_AT: NoteForm,
    ORIGINAL: NoteForm,
}  # fmt: skip
TYPES = {"webp": "image/webp", "pdf": "application/pdf", "mp3": "audio/mpeg", "ogg": "audio/ogg",
         "m4a": "audio/mp4", "webm": "audio/webm"}  # fmt: skip


@needs(READ)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; POST gives the command in `do`. A look at the sender is shown once, on the answer to it."""
    by, now = actor_of(request), clock_now()
    row = find(by, pk, now)
    faulty: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    if request.method == "POST":
        try:
            url = _do(request, by, row, faulty, shown)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            url = reverse("cases:case", args=[pk])
        if url:
            return redirect(url)
    context = _context(by, find(by, pk, now), faulty) | shown
    return render(request, "cases/case.html", context, status=422 if faulty else 200)


def _do(request: HttpRequest, by: Actor, row: Case, faulty: dict[str, Any], shown: dict[str, Any]) -> str:
    """Carry out what was sent; returns where to go, "" when the page itself is the answer."""
    do, now, sent = request.POST.get("do", ""), clock_now(), request.POST
    form = _form(do, sent, row)
    if form is not None and not form.is_valid():
        faulty[do] = form
        return ""
    given = form.cleaned_data if form else {}
    try:
        if do == LOOK_AT:
            shown["contact"] = look_at_sender(by=by, case_id=row.pk, reason=given["note"], now=now)
            return ""
        if do == ORIGINAL:
            shown["original"] = read_original(by=by, case_id=row.pk, reason=given["note"], now=now)
            return ""
        if do == DRAFT:
            made = draft_answer(by=by, case_id=row.pk, values=given, now=now)
            return reverse("cases:answer", args=[made.pk])
        _carry(do, by, row, given, sent.get("seen", ""))
    except ValidationError as refused:
        if form is None:
            raise
        take_errors(form, refused)
        faulty[do] = form
        return ""
    messages.success(request, _("It is on record."))
    is_ours = row.stream == "denunciation"
    return reverse("cases:list") if is_ours else reverse("cases:case", args=[row.pk])


def _form(do: str, sent: Any, row: Case) -> Any:
    """The form of a button; None for one that asks nothing. Raises NotFound for no button of ours."""
    if do in {PUT_OUT, KEEP}:
        return None
    if do not in FORMS and do not in ACTS:
        raise NotFound
    kind = FORMS[do] if do in FORMS else ACTS[Command(do)].form
    return kind(sent, case=row, auto_id=f"{do}-%s") if kind else None


def _carry(do: str, by: Actor, row: Case, given: dict[str, Any], seen: str) -> None:
    now = clock_now()
    one: dict[str, Any] = {"by": by, "case_id": row.pk, "now": now}
    extra: dict[str, Callable[[], object]] = {
        SORT: lambda: sort_out(**one, stream=given["stream"], category=given["category"]),
        PROPOSE: lambda: show.propose_words(
            **one, subject=given["subject"], text=given["text"],
            photos=[photo.pk for photo in given.get("photos", ())],
        ),
        PUT_OUT: lambda: show.put_out(**one, seen=seen),
        KEEP: lambda: show.keep_private(**one),
        HIDE: lambda: show.hide(**one, reason=given["reason"]),
    }  # fmt: skip
    if do in extra:
        extra[do]()
    else:
        ACTS[Command(do)].carry(by, row, given, now)


def _context(by: Actor, row: Case, faulty: dict[str, Any]) -> dict[str, Any]:
    now, process = clock_now(), Process(row.process)
    answer = answer_for(row)
    sees_original = by.may(READ_ALL, row.unit_id)
    forms = _forms(by, row, answer is not None)
    return {
        "row": row,
        "state": STATES[process],
        "tone": TONES[process],
        "outcome": OUTCOMES[Outcome(row.outcome)] if row.outcome else "",
        "visibility": VISIBILITIES[Visibility(row.visibility)],
        "text": row.text if sees_original else row.clean_text,
        "is_masked": not sees_original,
        "held": [SAID.get(each, each) for each in row.held_because] if process is Process.QUARANTINED else [],
        "due": due_of(row.answer_duty, now),
        "buttons": [
            (command.value, COMMANDS[command], faulty.get(command.value) or _empty(command, row),
             command in MAIN, command in DANGEROUS)
            for command in buttons(by, row, now) if command in ACTS
        ],
        "forms": {name: faulty.get(name) or form for name, form in forms.items()},
        "history": [(event, HAPPENED.get(event.command, event.command)) for event in row.events.all()],
        "questions": [
            (each, each.reply if sees_original else masked(each.reply)) for each in row.questions.all()
        ],
        "pictures": sent_files(row).filter(kind=Kind.PHOTO).select_related("copy"),
        "shown": row.attachments.filter(shows_on_site=True),
        "may_cover": works_on(by, row, now) and by.may(HANDLE, row.unit_id),
        "voices": row.attachments.filter(kind=Kind.VOICE),
        "papers": row.attachments.filter(kind=Kind.FILE),
        "answer": answer,
        "similar": similar(row, now) if by.may(INTAKE, row.unit_id) else [],
        "forwards": row.forwards.select_related("to"),
        "may_put_out": row.visibility == Visibility.REVIEW and by.may(APPROVE, row.unit_id),
        "seen": show.words_hash(row) if row.visibility == Visibility.REVIEW else "",
        "is_faulty": bool(faulty),
    }  # fmt: skip


def _empty(command: Command, row: Case) -> Any:
    kind = ACTS[command].form
    initial = {"department": suggested_department(row), "code": ""} if command is Command.ASSIGN else None
    return kind(case=row, initial=initial, auto_id=f"{command.value}-%s") if kind else None


def _forms(by: Actor, row: Case, has_answer: bool) -> dict[str, Any]:  # noqa: FBT001
    """What can be done beside the commands of the table."""
    process, unit = Process(row.process), row.unit_id
    works = by.may(HANDLE, unit) and works_on(by, row, clock_now())
    may_show = row.kind.may_be_public and row.wants_public and process not in NEVER_SHOWN
    offers = {
        SORT: by.may(INTAKE, unit) and process in AT_INTAKE,
        DRAFT: works and not has_answer and process in WORKED,
        PROPOSE: works and may_show and row.visibility != Visibility.PUBLIC,
        HIDE: by.may(APPROVE, unit) and row.visibility == Visibility.PUBLIC,
        LOOK_AT: by.may(LOOK, unit) and row.sender_id is not None,
        ORIGINAL: works and not by.may(READ_ALL, unit) and row.erased_at is None,
    }
    known = {
        SORT: {"stream": row.stream, "category": row.category},
        PROPOSE: {
            "subject": row.public_subject or row.subject,
            "text": row.public_text or row.clean_text,
        },
    }
    return {
        name: FORMS[name](case=row, auto_id=f"{name}-%s", initial=known.get(name))
        for name, is_offered in offers.items()
        if is_offered
    }


@needs(READ)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a case that the person works with."""
    row = Attachment.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound
    find(actor_of(request), row.case_id, clock_now())
    answer = FileResponse(
        row.file.open("rb"),
        as_attachment=row.extension not in TYPES,
        filename=f"{row.kind}-{row.pk}.{row.extension}",
        content_type=TYPES.get(row.extension, "application/octet-stream"),
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
