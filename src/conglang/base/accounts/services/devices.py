"""Devices: known by a long random cookie; a new one is told to its owner, a lost one is shut out."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.addresses import client_address
from conglang.base.accounts.events import NewDeviceSeen
from conglang.base.accounts.models import Device, User
from conglang.base.accounts.permissions import NotFound
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish

COOKIE = "desk_device"
COOKIE_AGE = 400 * 24 * 3600  # seconds; browsers keep no cookie longer
SESSION_DEVICE = "device"  # session key

_BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "coc_coc": "Cốc Cốc",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
}
_SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}


def hash_token(token: str) -> str:
    """What is stored of a secret that only its holder knows."""
    return sha256(token.encode()).hexdigest()


def device_label(user_agent: str) -> str:
    """Browser and system in a few words, such as “Firefox · Windows”."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in user_agent), "")
    browser = browser or ("Safari" if "Safari/" in user_agent else "?")
    system = next((name for sign, name in _SYSTEMS.items() if sign in user_agent), "")
    return f"{browser} · {system or ('Linux' if 'Linux' in user_agent else '?')}"


@transaction.atomic
def remember_device(*, request: HttpRequest, response: HttpResponse, user: User, now: datetime) -> Device:
    """The device of a sign-in, known or new; tells the owner of a new one unless it is their first."""
    token = request.COOKIES.get(COOKIE, "")
    device = Device.objects.filter(user=user, token_hash=hash_token(token), revoked_at=None).first()
    address = client_address(request)
    if device is None:
        first = not user.devices.exists()
        token = token_urlsafe(32)
        device = Device.objects.create(
            user=user,
            token_hash=hash_token(token),
            label=device_label(request.headers.get("User-Agent", "")),
            address=address,
            first_seen_at=now,
            last_seen_at=now,
            noticed_at=now if first else None,
        )
        if not first:
            publish(NewDeviceSeen(device_id=device.pk, user_id=user.pk), now=now)
    else:
        device.last_seen_at, device.address = now, address
        device.save(update_fields=["last_seen_at", "address"])
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    request.session[SESSION_DEVICE] = device.pk
    return device


@transaction.atomic
def acknowledge_devices(*, by: Actor, now: datetime) -> None:
    """The owner has seen the notice of new devices on the desk."""
    Device.objects.filter(user=by.user_id, noticed_at=None).update(noticed_at=now)


@transaction.atomic
def revoke_device(*, device_id: int, by: Actor, now: datetime) -> Device:
    """Forget an own device and end what is signed in on it. Raises NotFound for other people's devices."""
    device = Device.objects.filter(pk=device_id, user=by.user_id).first()
    if device is None:
        raise NotFound
    if device.revoked_at is None:
        device.revoked_at = now
        device.save(update_fields=["revoked_at"])
        for session in UserSession.objects.filter(user=by.user_id):
            if session._session_store(session.session_key).get(SESSION_DEVICE) == device.pk:
                session.end()
        record("account.device_revoked", device, by=by, now=now)
    return device
