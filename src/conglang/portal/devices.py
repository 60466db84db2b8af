"""What the page's script asks when a reader wants notices on the device, in JSON and without a cookie.

Nothing else than JSON is read, so that no form of another site can send here.
"""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.audience import visitors
from conglang.base.units.models import Unit
from conglang.citizens.cases.codes import compact
from conglang.kernel.clock import now as clock_now
from conglang.portal.following import hamlets_of, topics_of, units_to_follow
from conglang.portal.framing import unit_of
from conglang.tools.notify.keys import public_key
from conglang.tools.notify.links import FOLDER
from conglang.tools.notify.rules import MOST_OWN, MOST_TOPICS, MOST_UNITS, Wish
from conglang.tools.notify.services.follow_matters import follow_matters
from conglang.tools.notify.services.subscribe_device import UnknownDevice, stop_device, subscribe_device
from conglang.tools.notify.webpush import Device
from conglang.tools.quotas.meter import take
from conglang.tools.quotas.rules import Standing, network_of

DEVICES = f"{FOLDER}thiet-bi/"
MOST_BYTES = 8 * 1024
PER_MINUTE = 60  # of a network: a school behind one address stays below, as each device asks once a visit


@visitors
@csrf_exempt  # visitors have no session to abuse
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """GET: the key to subscribe with, and whom one can follow. POST: follow, or ask what is followed."""
    if request.method == "POST":
        return _answered(request, _follow)
    units = [
        {"code": unit.code, "name": unit.title, "about": f"/{DEVICES}{unit.code}/"}
        for unit in units_to_follow(unit_of(request))
    ]
    return JsonResponse({"key": public_key(), "units": units})


@visitors
@require_safe
def unit_to_follow(request: HttpRequest, code: str) -> HttpResponse:
    """Topics and hamlets of one unit."""
    unit = next((each for each in units_to_follow(unit_of(request)) if each.code == code), None)
    if unit is None:
        raise Http404
    topics = [
        {"key": key, "name": name, "group": str(group)}
        for group, rows in topics_of(unit)
        for key, name in rows
    ]
    hamlets = [{"id": hamlet.pk, "name": hamlet.title} for hamlet in hamlets_of(unit)]
    return JsonResponse({"code": unit.code, "name": unit.title, "topics": topics, "hamlets": hamlets})


@visitors
@csrf_exempt
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Forget the device; known and unknown ones are answered alike."""
    return _answered(request, _stop)


@visitors
@csrf_exempt
@require_POST
def matters(request: HttpRequest) -> HttpResponse:
    """Tell the device of news about the own matters of these codes, and of no others."""
    return _answered(request, _follow_matters)


def _answered(request: HttpRequest, act: Any) -> HttpResponse:
    standing = take(f"push:{network_of(client_address(request) or '')}", PER_MINUTE, clock_now())
    if standing.is_over:
        return _too_many(standing)
    if request.content_type != "application/json":
        return _refused(_("Only JSON is read here."), 415)
    try:
        response: HttpResponse = act(request, json.loads(request.body[:MOST_BYTES]))
    except ValidationError as error:
        return _refused(" ".join(error.messages), 422)
    except (ValueError, TypeError, KeyError, AttributeError):  # whatever is not of the agreed shape
        return _refused(_("This cannot be read. Please load the page again."), 422)
    return response


def _follow(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    unit, device = unit_of(request), _device(given["subscription"])
    units = {each.code: each for each in units_to_follow(unit)}
    wishes = None if given.get("follows") is None else [_wish(each, units) for each in given["follows"]]
    if wishes is not None and len(wishes) > MOST_UNITS:
        raise ValueError
    try:
        kept = subscribe_device(
            device=device, home_id=unit.pk, wishes=wishes, old_endpoint=str(given.get("old_endpoint") or ""),
            now=clock_now(),
        )  # fmt: skip
    except UnknownDevice:
        return _refused(_("This device gets no notices yet."), 404)
    codes = dict(Unit.objects.filter(pk__in=[wish.unit_id for wish in kept]).values_list("pk", "code"))
    told = [
        {"unit": codes[wish.unit_id], "topics": sorted(wish.topics), "hamlet": wish.hamlet_id}
        for wish in kept
    ]
    return JsonResponse({"follows": told})


def _wish(given: dict[str, Any], units: dict[str, Unit]) -> Wish:
    """What is wanted of one unit. Raises ValueError for what the unit does not have."""
    unit = units.get(given["unit"])
    topics = frozenset(map(str, given["topics"]))
    if unit is None or len(topics) > MOST_TOPICS:
        raise ValueError
    if topics - {key for _group, rows in topics_of(unit) for key, _name in rows}:
        raise ValueError
    hamlet = given.get("hamlet")
    if hamlet is not None and hamlet not in {each.pk for each in hamlets_of(unit)}:
        raise ValueError
    return Wish(unit.pk, topics, hamlet)


def _stop(_request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    stop_device(endpoint=str(given["endpoint"]))
    return HttpResponse(status=204)


def _follow_matters(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    codes = [code for each in given["codes"][:MOST_OWN] if (code := compact(str(each)))]
    follow_matters(
        device=_device(given["subscription"]), home_id=unit_of(request).pk, codes=codes, now=clock_now()
    )
    return HttpResponse(status=204)


def _device(sent: dict[str, Any]) -> Device:
    return Device(str(sent["endpoint"]), str(sent["keys"]["p256dh"]), str(sent["keys"]["auth"]))


def _too_many(standing: Standing) -> HttpResponse:
    response = _refused(_("Very many people are writing just now. Please send it again later."), 429)
    response["Retry-After"] = str(standing.resets_in)
    return response


def _refused(why: str, status: int) -> HttpResponse:
    return JsonResponse({"error": why}, status=status)
