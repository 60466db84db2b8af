"""Lock-out after failed sign-ins: strict for a person at an address, mild for an address that many share."""

from datetime import timedelta
from math import ceil
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.models import User
from conglang.kernel.clock import now as clock_now


class Handler(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Counts a person's failures at an address; on coarser scales those of the address and of the person."""

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Failures to hold against `AXES_FAILURE_LIMIT`."""
        of_pair = int(super().get_failures(request, credentials))
        recent = AccessAttempt.objects.filter(
            attempt_time__gte=request.axes_attempt_time - settings.AXES_COOLOFF_TIME
        )
        of_address = recent.filter(ip_address=request.axes_ip_address)
        of_person = recent.filter(username=person(request, credentials))
        return max(
            of_pair,
            _scaled(of_address, settings.AXES_ADDRESS_FAILURE_LIMIT),
            _scaled(of_person, settings.AXES_PERSON_FAILURE_LIMIT),
        )


def _scaled(attempts: QuerySet[AccessAttempt], limit: int) -> int:
    failures = attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
    return int(failures * settings.AXES_FAILURE_LIMIT // limit)


def person(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str | None:
    """The user name to count for: e-mail address and user name are two doors to one account."""
    given = credentials or {}
    login = given.get("username") or given.get("email")
    if login is None and request is not None:
        login = request.POST.get("login")
    if login is None:
        return None
    name = str(login).strip().lower()[:255]
    if "@" in name:
        return User.objects.filter(email=name).values_list("username", flat=True).first() or name
    return name


def wait_minutes(username: str | None, address: str | None) -> int:
    """Full minutes until the person at the address may try again; at least 1."""
    attempts = AccessAttempt.objects.filter(ip_address=address)
    last = attempts.filter(username=username).aggregate(last=Max("attempt_time"))["last"]
    last = last or attempts.aggregate(last=Max("attempt_time"))["last"] or clock_now()
    left: timedelta = last + settings.AXES_COOLOFF_TIME - clock_now()
    return max(1, ceil(left.total_seconds() / 60))


def locked_out(request: HttpRequest, _response: Any = None, credentials: Any = None) -> HttpResponse:
    """The page that says how long to wait; the same for names that exist and names that do not."""
    minutes = wait_minutes(person(request, credentials), client_address(request))
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response
