"""The desk's inbox, and one submission as its sender and the desk see it."""

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
from conglang.base.accounts.permissions import NotFound
from conglang.base.ui.sent import uid_of
from conglang.content.newsroom.labels import explain
from conglang.content.newsroom.services.receive_file import IncomingFile
from conglang.content.submissions import queries
from conglang.content.submissions.forms import AnswerForm, ArticleForm, AskForm, DeclineForm, PaperForm
from conglang.content.submissions.letters import letter_of
from conglang.content.submissions.models import OWN, Channel, Original, PaperReceipt, Part, Submission
from conglang.content.submissions.papers import KIND, form_of
from conglang.content.submissions.permissions import OPEN_ONE, READ, TAKE
from conglang.content.submissions.queries import Sheet
from conglang.content.submissions.rules import DECLINABLE, OPEN, State
from conglang.content.submissions.services.decide import ask_back, decline, let_in, take
from conglang.content.submissions.services.keep_paper import keep_paper
from conglang.content.submissions.services.make_article import make_article
from conglang.content.submissions.services.receive import Story, receive
from conglang.content.submissions.wording import LACKS, standing
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.kernel.ids import uuid7
from conglang.tools.media.models import Document
from conglang.tools.media.rules import PICTURES, SOUNDS, VIDEOS
from conglang.tools.papers.downloads import FORMS, download

PER_PAGE = 30
STATE_KEY = "tinh-trang"
TABS: dict[str, frozenset[State]] = {
    "": OPEN,
    "tam-giu": frozenset({State.QUARANTINED}),
    "thanh-bai": frozenset({State.ARTICLE}),
    "khong-dung": frozenset({State.DECLINED}),
}
SHOWN = {
    kind.extension: kind.content_type for kind in (*PICTURES.values(), *SOUNDS.values(), *VIDEOS.values())
}


@needs(READ)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What came in for the units whose desk one sits at."""
    by = actor_of(request)
    wanted = request.GET.get(STATE_KEY, "")
    wanted = wanted if wanted in TABS else ""
    page = Paginator(queries.inbox(by, TABS[wanted]), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (found, *standing(found.row.state, waits_for_sender=found.row.waits_for_sender), len(found.lacks))
        for found in queries.sheets(list(page))
    ]
    labels = {
        "": _("To decide"),
        "tam-giu": _("Held back"),
        "thanh-bai": _("Articles"),
        "khong-dung": _("Not used"),
    }
    tabs = [
        {
            "label": label,
            "url": f"?{STATE_KEY}={key}" if key else "?",
            "current": key == wanted,
            "count": None,
        }
        for key, label in labels.items()
    ]
    context = {"page": page, "rows": rows, "tabs": tabs, "acting": by.unit_id}
    return render(request, "submissions/inbox.html", context)


@needs(OPEN_ONE)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission: what was sent, asked and decided; `tep` gives the printed form."""
    by = actor_of(request)
    row = queries.find(by, pk)
    if row.reply_to_id is not None and row.state != State.QUARANTINED:
        return redirect("submissions:sheet", pk=row.reply_to_id)
    found = queries.sheets([row])[0]
    if (wanted := request.GET.get("tep", "")) in FORMS:
        return download(form_of(row.unit, found), wanted, f"{KIND} {row.title}")
    faulty: dict[str, Any] = {}
    if request.method == "POST":
        try:
            done = _act(request, by, row, faulty)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            done = True
        if done:
            return redirect("submissions:sheet", pk=pk)
    return render(
        request, "submissions/sheet.html", _context(by, found, faulty), status=422 if faulty else 200
    )


def _act(request: HttpRequest, by: Actor, row: Submission, faulty: dict[str, Any]) -> bool:
    """Carry out what was sent; False when a form has faults, which `faulty` then holds by what it is for."""
    act, now, sent = request.POST.get("act", ""), clock_now(), request.POST
    form: Any = None
    if act == "take":
        take(by=by, submission_id=row.pk, now=now)
    elif act == "let_in":
        let_in(by=by, submission_id=row.pk, now=now)
    else:
        form = _form(act, request, row)
        if not form.is_valid():
            faulty[act] = form
            return False
    given = form.cleaned_data if form else {}
    if act == "ask":
        ask_back(by=by, submission_id=row.pk, text=given["question"], now=now)
    elif act == "decline":
        decline(by=by, submission_id=row.pk, reason=given["reason"], now=now)
    elif act == "paper":
        keep_paper(by=by, submission_id=row.pk, now=now, **given)
    elif act == "article":
        _row, notes = make_article(by=by, submission_id=row.pk, section_id=given["section"].pk, now=now)
        for note in notes:
            messages.warning(request, explain(note))
    elif act == "answer":
        _answer(by, row, given, sent.get("uid", ""))
    messages.success(request, _("It is on record."))
    return True


def _form(act: str, request: HttpRequest, row: Submission) -> Any:
    """The form that a button belongs to. Raises NotFound for no button of ours."""
    kinds: dict[str, Any] = {"ask": AskForm, "decline": DeclineForm, "paper": PaperForm, "answer": AnswerForm}
    if act == "article":
        return ArticleForm(request.POST, unit_id=row.unit_id)
    if act not in kinds:
        raise NotFound
    return kinds[act](request.POST, request.FILES)


def _answer(by: Actor, row: Submission, given: dict[str, Any], uid: str) -> None:
    story = Story(
        title=row.title, text=given["text"], sender_name=row.sender_name, sender_address=row.sender_address
    )
    files = [IncomingFile(file.name, file) for file in given["attached"]]
    receive(
        by=by, unit_id=row.unit_id, channel=Channel.PHONE, uid=uid_of(uid), story=story, now=clock_now(),
        files=files, reply_to=row,
    )  # fmt: skip


def _context(by: Actor, found: Sheet, faulty: dict[str, Any]) -> dict[str, Any]:
    row, state = found.row, State(found.row.state)
    decides, at_desk = by.may(TAKE, row.unit_id), by.may(READ, row.unit_id)
    is_open, is_own = state in OPEN, row.sender_id == by.user_id
    words, tone = standing(row.state, waits_for_sender=row.waits_for_sender)
    paper = PaperReceipt.objects.select_related("scan", "by").filter(submission=row).first()
    offers: dict[str, tuple[bool, Any]] = {
        "article": (decides and is_open, lambda: ArticleForm(unit_id=row.unit_id)),
        "ask": (decides and is_open and (row.channel in OWN or letter_of(row) is not None), AskForm),
        "decline": (decides and state in DECLINABLE, DeclineForm),
        "paper": (decides and paper is None and state is not State.QUARANTINED,
                  lambda: PaperForm(initial={"received_on": local_day(clock_now())})),
        "answer": (is_own and row.waits_for_sender, AnswerForm),
    }  # fmt: skip
    return {
        "found": found,
        "row": row,
        "standing": words,
        "tone": tone,
        "at_desk": at_desk,
        "lacks": [LACKS[lack] for lack in found.lacks] if at_desk or is_open else [],
        "pictures": [(file, _url(file)) for file in found.of(Part.PICTURE)],
        "heard": [(file, _url(file)) for file in found.of(Part.RECORDING)],
        "files": [(file, _url(file)) for file in found.originals] if at_desk else [],
        "left_out": row.left_out,
        "thread": queries.thread(row, with_held=at_desk),
        "paper": paper,
        "may_take": decides and is_open and row.taken_by_id != by.user_id,
        "may_let_in": decides and state is State.QUARANTINED,
        "article_url": reverse("workspace:item", args=[row.article_id]) if row.article_id else "",
        "forms": {
            name: faulty.get(name) or make() for name, (is_offered, make) in offers.items() if is_offered
        },
        "endings": list(FORMS),
        "uid": uuid7(),
        "back_url": reverse("submissions:inbox" if at_desk else "submissions:mine"),
    }


def _url(file: Original) -> str:
    return reverse("submissions:file", args=[file.pk])


@needs(OPEN_ONE)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An original as it came in; what the guards have locked away is nobody's here."""
    by = actor_of(request)
    row = Original.objects.select_related("submission").filter(pk=pk).first()
    if row is None or not (row.submission.sender_id == by.user_id or by.may(READ, row.unit_id)):
        raise NotFound
    if Document.objects.filter(unit=row.unit_id, file_sha256=row.sha256, is_quarantined=True).exists():
        raise NotFound
    is_shown = row.extension in SHOWN
    answer = FileResponse(
        row.file.open("rb"),
        as_attachment=not is_shown,
        filename=row.name,
        content_type=SHOWN.get(row.extension, "application/octet-stream"),
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
