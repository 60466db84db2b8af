"""The mails to people: about their access, and of the kinds that rooms above add.

Links are made while a mail is written: no queue keeps a secret.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from conglang.base.accounts.events import CHANGES
from conglang.base.accounts.models import Device, Invitation, User
from conglang.base.accounts.services.invite import new_link_secret

Words = dict[str, str]
Draft = tuple[str, str, dict[str, Any]]  # recipient, subject, context (may have headers, connection, sender)
Drafting = Callable[[int, Words, datetime], Draft | None]


def write(kind: str, key: int, words: Words, *, now: datetime) -> EmailMessage | None:
    """The mail of this kind about the row `key`; None where it has become pointless."""
    with translation.override(settings.LANGUAGE_CODE):
        draft = _DRAFTS[kind](key, words, now)
        if draft is None or not draft[0]:
            return None
        recipient, subject, context = draft
        room, _dot, name = kind.rpartition(".")
        template = f"{room or 'accounts'}/mail/{name}.txt"
        body = render_to_string(template, {**context, "desk": settings.WAGTAILADMIN_BASE_URL})
        own = {"headers": context.get("headers"), "connection": context.get("connection")}
        return EmailMessage(subject, body.strip() + "\n", context.get("sender"), [recipient], **own)


def desk_url(name: str, **kwargs: str) -> str:
    """Absolute address of a page on the desk."""
    path = reverse(name, urlconf=settings.HOST_URLCONFS[settings.DESK_HOST], kwargs=kwargs or None)
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def _invitation(key: int, _words: Words, now: datetime) -> Draft | None:
    invitation = Invitation.objects.select_related("unit", "invited_by").filter(pk=key).first()
    if invitation is None or not invitation.is_open(now):
        return None
    link = desk_url("accept_invitation", token=new_link_secret(invitation))
    subject = _("Invitation to work for %(unit)s") % {"unit": invitation.unit.title}
    return invitation.email, subject, {"invitation": invitation, "link": link}


def _new_device(key: int, _words: Words, _now: datetime) -> Draft | None:
    device = Device.objects.select_related("user").filter(pk=key).first()
    if device is None:
        return None
    context = {"device": device, "person": device.user, "link": desk_url("account")}
    return device.user.email, _("Sign-in on a new device"), context


def _security_notice(key: int, words: Words, _now: datetime) -> Draft | None:
    user = User.objects.filter(pk=key).first()
    if user is None or words["change"] not in CHANGES:
        return None
    context = {
        "person": user,
        "change": CHANGES[words["change"]],
        "address": words["address"],
        "at": datetime.fromisoformat(words["at"]),
    }
    return words.get("to") or user.email, _("Change to the access of your account"), context


def _password_link(key: int, _words: Words, _now: datetime) -> Draft | None:
    user = User.objects.filter(pk=key, is_active=True).first()
    if user is None:
        return None
    secret = default_token_generator.make_token(user)
    link = desk_url("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=secret)
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return user.email, _("Choose a new password"), {"person": user, "link": link, "hours": hours}


def add_kind(kind: str, drafting: Drafting) -> None:
    """Let a room above have mails written; its kind `room.name` has the template `room/mail/name.txt`."""
    _DRAFTS[kind] = drafting


_DRAFTS: dict[str, Drafting] = {
    "invitation": _invitation,
    "new_device": _new_device,
    "security_notice": _security_notice,
    "password_link": _password_link,
}
