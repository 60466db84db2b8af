"""Polls: what is put to the vote, one poll with its form, result and ballot file. No cookie, no account."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.audience import visitors
from conglang.citizens.polls.matters import matters
from conglang.citizens.polls.models import CODE_LENGTH, Cast, Poll
from conglang.citizens.polls.queries import is_stored, public_poll, published, result_of, shown_turnout
from conglang.citizens.polls.rules import LEAST_SHOWN, State
from conglang.citizens.polls.services.vote import vote
from conglang.citizens.polls.wording import INDICATIVE, STATES, TONES
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.portal.framing import Room, day_of, framed, page_of, unit_of
from conglang.portal.queries import own_ids
from conglang.tools.formguard.guard import STAMP, guard, is_grey, stamp
from conglang.tools.formguard.rules import Verdict
from conglang.tools.pagestore.stored import stored
from conglang.tools.quotas.meter import take
from conglang.tools.quotas.rules import network_of

ADDRESS, PURPOSE = "/binh-chon/", "polls"
ROOM = Room(gettext_lazy("Polls"), ADDRESS)
OF_DEVICE, DAY = 3, 86_400  # votes that a kind of device in a network casts a day: families share both


class VoteForm(forms.Form):
    """A choice; of a ballot also the code of the household."""

    ma_gui = forms.UUIDField(widget=forms.HiddenInput)
    lua_chon = forms.TypedChoiceField(
        label=gettext_lazy("Your choice"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    ma_phieu = forms.CharField(
        label=gettext_lazy("Code of your household"),
        max_length=2 * CODE_LENGTH,
        help_text=gettext_lazy("It stands on the slip that the head of your hamlet gave you."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, data: Any, poll: Poll) -> None:
        super().__init__(data, initial={"ma_gui": uuid4()})
        self.fields["lua_chon"].choices = list(enumerate(poll.choices))  # type: ignore[attr-defined]
        if not poll.is_ballot:
            del self.fields["ma_phieu"]


class ReceiptForm(forms.Form):
    """Whether a vote was stored, asked later."""

    bien_nhan = forms.CharField(
        label=gettext_lazy("Number of the receipt"),
        max_length=20,
        error_messages={"required": gettext_lazy("Please type the number of the receipt.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )


@visitors
@require_safe
@stored
def index(request: HttpRequest) -> HttpResponse:
    """What is put to the vote, the latest first."""
    unit = unit_of(request)
    today = day_of(unit)
    page = page_of(request, published(own_ids(unit)))
    states = [row.standing.state(today) for row in page]
    rows = [(row, STATES[state], TONES[state]) for row, state in zip(page, states, strict=True)]
    return render(request, "portal/polls/index.html", _frame(request) | {"page": page, "rows": rows})


@visitors
@csrf_exempt  # visitors have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One poll; a vote is sent to the same address and answered with a receipt."""
    found = public_poll(own_ids(unit_of(request)), uid)
    if found is None:
        raise Http404
    if request.GET.get("tep") == "phieu":
        return _file(found)
    if "bien_nhan" in request.POST:
        return _look_up(request, found)
    if request.method == "POST":
        return _vote(request, found)
    return _show(request, found, VoteForm(None, found))


def _look_up(request: HttpRequest, row: Poll) -> HttpResponse:
    form, vote_form = ReceiptForm(request.POST), VoteForm(None, row)
    if not form.is_valid():
        return _show(request, row, vote_form, 422, receipt=form)
    return _show(request, row, vote_form, receipt=form, found=is_stored(row, form.cleaned_data["bien_nhan"]))


def _vote(request: HttpRequest, row: Poll) -> HttpResponse:
    form, now = VoteForm(request.POST, row), clock_now()
    if not form.is_valid():
        return _show(request, row, form, 422)
    judgement = guard(request, purpose=PURPOSE, texts=(), now=now)
    if judgement.verdict is Verdict.REFUSED or _is_used_up(request, row):
        form.add_error(
            None,
            _("Several votes came from here today. It is one vote a person; please come again tomorrow."),
        )
        return _show(request, row, form, 429)
    given = form.cleaned_data
    try:
        cast = vote(
            unit_id=row.unit_id, poll_id=row.pk, choice=given["lua_chon"], uid=given["ma_gui"],
            code=given.get("ma_phieu", ""), is_held=judgement.verdict is not Verdict.CLEAR, now=now,
        )  # fmt: skip
    except ValidationError as refused:
        form.add_error(None, refused)
        return _show(request, row, form, 422)
    return _show(request, row, form, cast=cast)


def _is_used_up(request: HttpRequest, row: Poll) -> bool:
    """Whether this kind of device in this network has voted often enough; ballots have codes instead."""
    if row.is_ballot:
        return False
    device = f"{network_of(client_address(request) or '')}:{request.headers.get('User-Agent', '')}"
    return take(f"{PURPOSE}:{row.uid}:{device}", OF_DEVICE, clock_now(), DAY).is_over


def _show(
    request: HttpRequest,
    row: Poll,
    form: VoteForm,
    status: int = 200,
    *,
    cast: Cast | None = None,
    receipt: ReceiptForm | None = None,
    found: bool | None = None,
) -> HttpResponse:
    now = clock_now()
    state = row.standing.state(local_day(now))
    may_vote = state is State.OPEN and cast is None
    result = result_of(row) if state is State.CLOSED or (cast and not row.is_ballot) else None
    context = _frame(request, row) | {
        "poll": row,
        "state": STATES[state],
        "tone": TONES[state],
        "indicative": INDICATIVE,
        "matter": matters().get(row.matter),
        "may_vote": may_vote,
        "form": form,
        "receipt": receipt or ReceiptForm(),
        "stamp": request.POST.get(STAMP) or stamp(PURPOSE, now),
        "works": may_vote and is_grey(request, purpose=PURPOSE, texts=(), now=now),
        "cast": cast,
        "found": found,
        "result": result,
        "turnout": shown_turnout(row) if row.is_ballot and state is State.CLOSED else [],
        "file_url": f"{row.get_absolute_url()}?tep=phieu" if _has_file(row) else "",
    }
    response = render(request, "portal/polls/poll.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _has_file(row: Poll) -> bool:
    """From fewer than five ballots one could guess who they are of."""
    result = result_of(row) if row.counted_at else None
    return result is not None and result.n >= LEAST_SHOWN


def _file(row: Poll) -> HttpResponse:
    """The ballot file, byte for byte what the hash was made of."""
    if not _has_file(row):
        raise Http404
    answer = HttpResponse(row.ballots.encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="phieu-{row.uid}.csv"'
    return answer


def _frame(request: HttpRequest, row: Poll | None = None) -> dict[str, Any]:
    heading, path = (row.question, row.get_absolute_url()) if row else (_("Polls"), ADDRESS)
    return framed(request, ROOM, heading, path)
