"""Cases as Open311 GeoReport v2 has them: http://wiki.open311.org/GeoReport_v2/

Everybody reads what is published, places to about fifty metres; partners with a key send. The standard knows
two states; ours go along in `extended_attributes`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from conglang.base.accounts.audience import visitors
from conglang.base.accounts.permissions import NotFound
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.citizens.cases.catalogue import categories
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.public_queries import answer_of, history, public_case, public_photos
from conglang.citizens.cases.rules import SETTLED
from conglang.citizens.cases.services.found import visitor
from conglang.kernel.clock import now as clock_now
from conglang.portal.cases.frame import with_states
from conglang.portal.cases.open311_sending import Refused, partner_of, receive
from conglang.portal.cases.published import address_of, cases_of, local, rounded
from conglang.portal.feeds import base_of, open_to_all
from conglang.portal.framing import unit_of

FORMS = {"json": "application/json", "xml": "text/xml"}
MOST = 200
SPAN = timedelta(days=90)  # the standard's, where no days are given
ITEMS = {"services": "service", "service_requests": "request", "errors": "error", "history": "event"}
CLOSED = [each.value for each in SETTLED]
Rows = list[dict[str, Any]]


@visitors
@require_safe
def services(request: HttpRequest, form: str) -> HttpResponse:
    """The fields of feedback."""
    rows = [
        {
            "service_code": each.key,
            "service_name": each.name,
            "description": each.name,
            "metadata": False,
            "type": "realtime",
            "keywords": ",".join(each.keywords),
            "group": "",
        }
        for each in categories().values()
    ]
    return _answered(request, form, "services", lambda _unit: rows)


@visitors
@csrf_exempt  # partners have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """Published cases of the asked days, fields, states or codes, the newest first, by pages.

    Sent to with a partner's key, it takes in a new one.
    """
    if request.method == "POST":
        partner = partner_of(request)  # in the scope of the site, where also keys of the province are good
        return _answered(
            request, form, "service_requests", lambda unit: [receive(request, unit, partner)], 201
        )
    return _answered(request, form, "service_requests", lambda unit: _asked(request, unit))


@visitors
@require_safe
def request_of(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """One published case."""
    return _answered(request, form, "service_requests", lambda unit: [_one(request, unit, code)])


def _answered(request: HttpRequest, form: str, name: str, rows: Any, code: int = 200) -> HttpResponse:
    """The rows in the wanted form; what cannot be answered is told in the same form."""
    unit = unit_of(request)
    if form not in FORMS:
        raise Http404
    try:
        _check_place(request, unit)
        with use_scope(visitor(unit.pk)):
            return _told(form, name, rows(unit), code)
    except Refused as refusal:
        faults = [{"code": refusal.code, "description": refusal.words}]
        return _told(form, "errors", faults, refusal.code)


def _check_place(request: HttpRequest, unit: Unit) -> None:
    given = request.POST if request.method == "POST" else request.GET
    if given.get("jurisdiction_id", unit.code) != unit.code:
        raise Refused(404, f"jurisdiction_id: this is {unit.code}")


def _asked(request: HttpRequest, unit: Unit) -> Rows:
    given = request.GET
    rows = cases_of(unit)
    if codes := given.get("service_request_id"):
        wanted = {"".join(filter(str.isalnum, code.upper())) for code in codes.split(",")[:MOST]}
        rows = rows.filter(code__in=wanted)
    else:
        rows = _of_days(given, rows)
    if fields := given.get("service_code"):
        rows = rows.filter(category__in=fields.split(","))
    if states := given.get("status"):
        rows = rows.filter(_with_state(set(states.split(","))))
    size = min(_number(given, "page_size", 50), MOST)
    start = (_number(given, "page", 1) - 1) * size
    return [_record(request, case) for case in rows.order_by("-received_at", "-pk")[start : start + size]]


def _of_days(given: Mapping[str, str], rows: QuerySet[Case]) -> QuerySet[Case]:
    start, end = _moment(given, "start_date"), _moment(given, "end_date")
    end = end or (start + SPAN if start else clock_now())
    return rows.filter(received_at__range=(start or end - SPAN, end))


def _with_state(states: set[str]) -> Q:
    if not states <= {"open", "closed"}:
        raise Refused(400, "status: open or closed")
    closed = Q(process__in=CLOSED)
    return Q() if len(states) == 2 else closed if "closed" in states else ~closed


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    if not (text := given.get(name)):
        return None
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign that nobody escaped
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Refused(400, f"{name}: a time such as 2026-11-23T00:00:00Z")
    return found


def _number(given: Mapping[str, str], name: str, usual: int) -> int:
    text = given.get(name, str(usual))
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise Refused(400, f"{name}: a number from 1")
    return int(text)


def _one(request: HttpRequest, unit: Unit, code: str) -> dict[str, Any]:
    try:
        case = public_case(code)
    except NotFound:
        case = None
    if case is None or case.unit_id != unit.pk:
        raise Refused(404, "no such service request")
    return _record(request, case)


def _record(request: HttpRequest, case: Case) -> dict[str, Any]:
    base, answer, [(_same, said)] = base_of(request), answer_of(case), with_states([case])
    lat, lon = rounded(case)
    photo = f"{base}{address_of(case)}anh/1/" if public_photos(case).exists() else None
    events = history(case)
    return {
        "service_request_id": case.printed_code,
        "status": "closed" if case.process in CLOSED else "open",
        "status_notes": f"{said}. {answer.text}" if answer else said,
        "service_name": case.field.name if case.field else case.kind.name,
        "service_code": case.category or case.stream,
        "description": case.public_text,
        "agency_responsible": case.department.name if case.department else case.unit.title,
        "service_notice": None,
        "requested_datetime": local(case.received_at),
        "updated_datetime": local(events[-1].at if events else case.published_at),
        "expected_datetime": local(case.answer_duty.due_at) if case.answer_duty else None,
        "address": case.hamlet.title if case.hamlet else None,
        "address_id": None,
        "zipcode": None,
        "lat": lat,
        "long": lon,
        "media_url": photo,
        "extended_attributes": {
            "title": case.public_subject,
            "state": case.process,
            "outcome": case.outcome,
            "original_expected": case.answer_duty.original_on.isoformat() if case.answer_duty else None,
            "also_affected": case.followers,
            "history": [{"at": local(each.at), "words": each.words} for each in events],
        },
    }


def _told(form: str, name: str, rows: Rows, code: int = 200) -> HttpResponse:
    if form == "json":
        return open_to_all(
            JsonResponse(rows, safe=False, status=code, json_dumps_params={"ensure_ascii": False})
        )
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    _write(xml, name, rows)
    xml.endDocument()
    return open_to_all(
        HttpResponse(text.getvalue(), content_type=f"{FORMS['xml']}; charset=utf-8", status=code)
    )


def _write(xml: SimplerXMLGenerator, name: str, value: Any) -> None:
    """A value as an element; lists hold elements of the name that the standard gives."""
    xml.startElement(name, AttributesImpl({}))
    if isinstance(value, dict):
        for key, inner in value.items():
            _write(xml, key, inner)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in value:
            _write(xml, ITEMS[name], inner)
    elif value is not None:
        xml.characters(str(value).lower() if isinstance(value, bool) else _clean(str(value)))
    xml.endElement(name)


def _clean(text: str) -> str:
    """What XML can say."""
    return "".join(each for each in text if each in "\t\n\r" or each >= " ")
