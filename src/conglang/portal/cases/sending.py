"""Tell the commune something, without an account: which law, what and where, check and send, receipt.

What was typed goes from page to page in the form itself. Pictures are chosen on the last page, so that
nothing of a message is kept here before it is sent.
"""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.citizens.cases.catalogue import Stream, Way, categories, emergency, streams
from conglang.citizens.cases.public_queries import candidates, status
from conglang.citizens.cases.redacting import findings, masked
from conglang.citizens.cases.services.found import visitor
from conglang.citizens.cases.services.send import Sent, send
from conglang.kernel.clock import now as clock_now
from conglang.portal.app.place import app_home
from conglang.portal.cases.forms import FilesForm, TellForm
from conglang.portal.cases.frame import BASE, LOOK_UP, for_one_reader, framed, told_unit, with_states
from conglang.portal.cases.keys import RECEIPT, make_key, read_key
from conglang.portal.feeds import base_of
from conglang.portal.framing import unit_of
from conglang.portal.home import host_of
from conglang.portal.keeping import inline_code
from conglang.tools.formguard.guard import guard, is_grey, refund, stamp
from conglang.tools.formguard.rules import Verdict
from conglang.tools.pagestore.stored import stored
from conglang.tools.vault.services.try_pin import tell_pin_again

PURPOSE = "cases"
RECEIPT_PATH = f"{BASE}bien-nhan/"
EDIT, SEND = "sua", "gui"


@visitors
@require_safe
@stored
def hub(request: HttpRequest) -> HttpResponse:
    """The first question: the answer says which law holds."""
    context = framed(request, _("Tell the commune"), BASE)
    return render(
        request, "portal/cases/hub.html", context | {"emergency": emergency(), "streams": streams().values()}
    )


@visitors
@csrf_exempt  # visitors have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, stream: str) -> HttpResponse:
    """The form; sent once it is checked, sent twice it is taken in."""
    kind = streams().get(stream)
    if kind is None:
        raise Http404
    if kind.way is Way.GUIDED:
        return render(
            request, "portal/cases/guided.html", framed(request, kind.name, request.path) | {"stream": kind}
        )
    now = clock_now()
    form = _form(request, kind)
    if request.method != "POST" or not form.is_valid() or request.POST.getlist("buoc")[-1:] == [EDIT]:
        return _first_page(request, form, now)
    if request.POST.getlist("buoc")[-1:] != [SEND]:
        return _check_page(request, form, FilesForm(None), now)
    files = FilesForm(request.POST, request.FILES)
    if not files.is_valid():
        return _check_page(request, form, files, now)
    return _take(request, form, files, now)


@visitors
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Code and PIN, to write down or print; the address shows them for an hour."""
    now = clock_now()
    known = read_key(RECEIPT, request.GET.get("b", ""), now)
    units = Unit.objects.select_related("parent__site", "site")
    unit = units.get(pk=known["unit"]) if known else told_unit(request)
    request.told_unit = unit  # type: ignore[attr-defined]
    context = framed(request, _("Receipt"), RECEIPT_PATH)
    if known is None:
        return for_one_reader(render(request, "portal/cases/receipt.html", context, status=410))
    with use_scope(visitor(unit.pk)):
        standing = status(known["code"], now)
    address = f"{host_of(request, unit) or base_of(request)}{LOOK_UP}?ma={known['code']}"
    context |= known | {"standing": standing, "address": address, "qr_code": inline_code(address)}
    context["app"] = app_home(request, unit)
    return for_one_reader(render(request, "portal/cases/receipt.html", context))


def _form(request: HttpRequest, stream: Stream) -> TellForm:
    sent = request.POST if request.method == "POST" else None
    return TellForm(sent, stream=stream, unit_id=told_unit(request).pk)


def _first_page(request: HttpRequest, form: TellForm, now: datetime) -> HttpResponse:
    faults = form.errors if form.is_bound else {}
    if faults and _wants_json(request):
        return _told(form)
    context = framed(request, form.stream.name, request.path) | {
        "form": form,
        "stream": form.stream,
        "emergency": emergency(),
        "stamp": request.POST.get("dau") or stamp(PURPOSE, now),
    }
    page = render(request, "portal/cases/tell.html", context, status=422 if faults else 200)
    return for_one_reader(page)


def _check_page(
    request: HttpRequest, form: TellForm, files: FilesForm, now: datetime, *, trouble: str = ""
) -> HttpResponse:
    """What others will see of it, who gets to know the sender, who has it too."""
    if trouble and _wants_json(request):
        return JsonResponse({"errors": [{"field": "", "text": trouble}]}, status=429)
    message, contact = form.message(), form.contact()
    known = (contact.name, contact.phone, contact.email, contact.address, contact.id_number)
    kind = categories().get(message.category)
    is_here = told_unit(request) == unit_of(request)  # others are shown on the commune's own site
    unit_id = told_unit(request).pk
    with use_scope(visitor(unit_id)):
        same = candidates(
            unit_id=unit_id, category=message.category, now=now, hamlet_id=message.hamlet_id,
            lat=message.lat, lon=message.lon, text=message.text,
        )  # fmt: skip
    context = framed(request, form.stream.name, request.path) | {
        "form": form,
        "files": files,
        "message": message,
        "kind": kind,
        "same": with_states(same) if form.stream.asks_place and is_here else (),
        "parts": _marked(message.text),
        "seen_by_others": masked(message.text, known) if message.wants_public else "",
        "stamp": request.POST.get("dau", ""),
        "is_grey": is_grey(request, purpose=PURPOSE, texts=form.typed, now=now),
        "trouble": trouble,
    }
    return for_one_reader(
        render(
            request,
            "portal/cases/check.html",
            context,
            status=429 if trouble else 422 if files.errors else 200,
        )
    )


def _take(request: HttpRequest, form: TellForm, files: FilesForm, now: datetime) -> HttpResponse:
    judgement = guard(request, purpose=PURPOSE, texts=form.typed, now=now)
    if judgement.verdict is Verdict.REFUSED:
        words = _("Very many people are writing just now. Please send it again later.")
        return _check_page(request, form, files, now, trouble=words)
    unit_id = told_unit(request).pk
    held = [str(reason) for reason in judgement.reasons] if judgement.verdict is Verdict.SUSPECT else []
    sent = send(
        unit_id=unit_id, message=form.message(), mode=form.mode, contact=form.contact(), now=now,
        uid=form.cleaned_data["uid"], held_because=held, files=files.incoming(),
    )  # fmt: skip
    if not sent.pin:
        refund(request, purpose=PURPOSE, now=now)
    known = {
        "code": sent.code,
        "pin": sent.pin or _lost_pin(sent, unit_id, now),
        "unit": unit_id,
        "mode": form.mode.value,
        "left_out": [f"{name}: {reason.label}" for name, reason in sent.left_out],
    }
    url = f"{RECEIPT_PATH}?b={make_key(RECEIPT, known, now)}"
    return JsonResponse({"url": url}) if _wants_json(request) else HttpResponseRedirect(url)


def _lost_pin(sent: Sent, unit_id: int, now: datetime) -> str:
    """A network that died took the receipt with it; whoever sends the same again gets a new PIN."""
    if sent.case is None or sent.case.sender_id is None:
        return ""
    return tell_pin_again(unit_id=unit_id, identity_id=sent.case.sender_id, now=now)


def _marked(text: str) -> list[tuple[str, str]]:
    """The text in parts, each with the name of the personal datum that it is, or ""."""
    parts: list[tuple[str, str]] = []
    rest = text
    for found in findings(text):
        before, value, after = rest.partition(found.value)
        if value:
            parts += [(before, ""), (value, str(found.kind.label))]
            rest = after
    return [*parts, (rest, "")]


def _wants_json(request: HttpRequest) -> bool:
    """Whether the script asks that keeps the message on the phone."""
    return request.headers.get("Accept") == "application/json"


def _told(form: TellForm) -> JsonResponse:
    faults = [
        {"field": form[name].id_for_label if name in form.fields else "", "text": str(words)}
        for name, lines in form.errors.items()
        for words in lines
    ]
    return JsonResponse({"errors": faults}, status=422)
