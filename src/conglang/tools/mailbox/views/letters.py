"""Letters before the desk. Their text is shown as text, their files are handed out for saving only."""

import logging
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conglang.base.accounts.actor import Actor, actor_of
from conglang.base.accounts.audience import needs
from conglang.base.accounts.permissions import Forbidden, NotFound, require
from conglang.kernel.clock import now as clock_now
from conglang.tools.mailbox import queries
from conglang.tools.mailbox.filing import HOSTILE
from conglang.tools.mailbox.forms import DiscardForm, ReleaseForm, SenderForm
from conglang.tools.mailbox.models import KnownSender, Letter, LetterFile
from conglang.tools.mailbox.permissions import DECIDE, READ
from conglang.tools.mailbox.rules import TAKEN, State
from conglang.tools.mailbox.services.decide import discard, distrust, release, trust

logger = logging.getLogger(__name__)
PER_PAGE = 50
PARTS = {"": [State.QUARANTINED], "da-nhan": list(TAKEN), "da-bo": [State.DISCARDED]}
SENDERS = "nguoi-gui"
TONES = {State.QUARANTINED: "warning", State.DISCARDED: "danger"}


@needs(READ)
def letters(request: HttpRequest) -> HttpResponse:
    """Letters by state, or those who are known to write."""
    by, part = actor_of(request), request.GET.get("phan", "")
    form = SenderForm(request.POST or None)
    if request.method == "POST":
        if by.unit_id is None or not by.may(DECIDE, by.unit_id):
            raise Forbidden
        if _change_senders(request, by, form):
            return redirect(f"{request.path}?phan={SENDERS}")
        part = SENDERS
    context = {"tabs": _tabs(by, part), "may_decide": by.may(DECIDE, by.unit_id)}
    if part == SENDERS:
        context |= {"form": form, "senders": KnownSender.objects.filter(unit=by.unit_id)}
        status = 422 if request.method == "POST" else 200
        return render(request, "mailbox/senders.html", context, status=status)
    rows = queries.letters_of(by, PARTS.get(part, PARTS[""]))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "mailbox/letters.html", {**context, "page": page, "part": part})


def _change_senders(request: HttpRequest, by: Actor, form: SenderForm) -> bool:
    """Whether something was done; the form then has no faults."""
    assert by.unit_id is not None  # noqa: S101  # the caller has asked
    gone = request.POST.get("sender", "")
    if gone.isdecimal() and len(gone) < 19:
        distrust(by=by, unit_id=by.unit_id, sender_id=int(gone), now=clock_now())
        messages.success(request, _("Letters from that address wait for a look from now on."))
        return True
    if not form.is_valid():
        return False
    row = trust(by=by, unit_id=by.unit_id, now=clock_now(), **form.cleaned_data)
    messages.success(
        request, _("Letters from %(address)s go straight to the desk.") % {"address": row.address}
    )
    return True


@needs(READ)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter with what is to be decided."""
    by, row = actor_of(request), queries.find_letter(pk)
    require(by, READ, row)
    forms: dict[str, Any] = {"release": ReleaseForm(), "discard": DiscardForm()}
    if request.method == "POST":
        require(by, DECIDE, row)
        if _decide(request, by, row, forms):
            return redirect(request.path)
    may_decide = by.may(DECIDE, row.unit_id)
    context = {
        "letter": row,
        "tone": TONES.get(State(row.state), "success"),
        "files": [_shown(each) for each in row.files.all()],
        "original_url": reverse("mailbox:file", args=[row.pk, 0]),
        "thread": _thread(row),
        "may_release": may_decide and row.state in {State.QUARANTINED, State.DISCARDED},
        "may_discard": may_decide and row.state == State.QUARANTINED,
        "forms": forms,
    }
    return render(request, "mailbox/letter.html", context, status=422 if request.method == "POST" else 200)


def _shown(each: LetterFile) -> tuple[str, str, int, str]:
    """Name, address (empty where it is not handed out), size, and why the library would not keep it."""
    is_hostile = each.refusal in HOSTILE
    url = "" if is_hostile else reverse("mailbox:file", args=[each.letter_id, each.number])
    return each.name, url, each.size_bytes, str(each.get_refusal_display())


def _decide(request: HttpRequest, by: Actor, row: Letter, forms: dict[str, Any]) -> bool:
    act, now = request.POST.get("act", ""), clock_now()
    if act == "release":
        form = ReleaseForm(request.POST)
        form.is_valid()
        release(by=by, letter_id=row.pk, now=now, **form.cleaned_data)
        messages.success(request, _("The letter lies before the desk now."))
    elif act == "discard":
        forms["discard"] = DiscardForm(request.POST)
        if not forms["discard"].is_valid():
            return False
        try:
            discard(by=by, letter_id=row.pk, now=now, **forms["discard"].cleaned_data)
        except ValidationError as refused:
            forms["discard"].add_error(None, refused)
            return False
        messages.success(request, _("The letter was thrown away. It can be fetched back here."))
    return True


def _thread(row: Letter) -> list[Letter]:
    """Other letters of the same thread, the oldest first."""
    first = row.thread_id or row.pk
    rows = Letter.objects.filter(unit=row.unit_id).exclude(pk=row.pk)
    return [*rows.filter(pk=first), *rows.filter(thread=first).order_by("received_at")[:PER_PAGE]]


@needs(READ)
@require_safe
def file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A file of a letter, or with number 0 the letter as it came. No browser opens either."""
    by, row = actor_of(request), queries.find_letter(pk)
    require(by, READ, row)
    try:
        data, name = _bytes(row, number)
    except (queries.Damaged, FileNotFoundError):
        logger.exception("the original of letter %s is missing or damaged", row.pk)
        raise NotFound from None
    answer = FileResponse(data, as_attachment=True, filename=name, content_type="application/octet-stream")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _bytes(row: Letter, number: int) -> tuple[BytesIO, str]:
    if not number:
        return BytesIO(queries.original_of(row)), f"thu-{row.pk}.eml"
    found: LetterFile | None = row.files.filter(number=number).first()
    if found is None or found.refusal in HOSTILE:
        raise NotFound
    return queries.file_of(found), found.name


def _tabs(by: Actor, part: str) -> list[dict[str, Any]]:
    here = reverse("mailbox:letters")
    names = {"": _("To be looked at"), "da-nhan": _("Taken in"), "da-bo": _("Thrown away")}
    names[SENDERS] = _("Known senders")
    return [
        {
            "label": label,
            "url": f"{here}?phan={key}" if key else here,
            "current": key == part,
            "count": None if key else queries.waiting_letters(by),
        }
        for key, label in names.items()
    ]
