"""Signing in and out, and ending what is signed in elsewhere."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.models import Device, User
from conglang.base.accounts.permissions import NotFound
from conglang.base.ledger.audit import record


@transaction.atomic
def note_sign_in(*, request: HttpRequest, user: User, device: Device, now: datetime) -> None:
    """Write a sign-in down with address and port: the trail must lead to a person behind a shared address."""
    _note("account.signed_in", request, user, now, device=device.label)


@transaction.atomic
def note_sign_out(*, request: HttpRequest, user: User, now: datetime) -> None:
    """Write a sign-out down."""
    _note("account.signed_out", request, user, now)


def _note(verb: str, request: HttpRequest, user: User, now: datetime, **details: str) -> None:
    by = actor_for(user, None, now)
    address, port = client_address(request) or "", request.META.get("REMOTE_PORT", "")
    record(verb, user, by=by, now=now, unit_id=by.unit_id, address=address, port=str(port), **details)


@transaction.atomic
def end_session(*, session_id: int, by: Actor, now: datetime) -> None:
    """End an own session on another device. Raises NotFound for other people's sessions."""
    session = UserSession.objects.filter(pk=session_id, user=by.user_id).first()
    if session is None:
        raise NotFound
    session.end()
    record("account.session_ended", None, by=by, now=now, unit_id=by.unit_id)


@transaction.atomic
def sign_out_everywhere(*, by: Actor, now: datetime) -> None:
    """End all own sessions, the present one too."""
    end_all_sessions(by.user_id)
    record("account.signed_out_everywhere", None, by=by, now=now, unit_id=by.unit_id)


def end_all_sessions(user_id: int | None) -> None:
    """End every session of a person; part of services that close or reset an account."""
    for session in UserSession.objects.filter(user=user_id):
        session.end()
