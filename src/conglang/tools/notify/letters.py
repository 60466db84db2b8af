"""Letters to readers: the question whether they want digests, and the digest."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from conglang.base.accounts.mails import Draft, Words
from conglang.base.accounts.sealing import InvalidToken, unseal
from conglang.kernel.clock import local_day
from conglang.tools.notify.links import PURPOSE, confirm_link, manage_link, stop_link
from conglang.tools.notify.models import Sending, Subscription
from conglang.tools.notify.services.ask import CONFIRM

__all__ = ["CONFIRM", "address_of", "confirmation", "digest"]
_BY_PROGRAM = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def address_of(row: Subscription) -> str:
    """The reader's address; empty when the installation's secret key was changed since."""
    try:
        return unseal(row.sealed, PURPOSE)
    except InvalidToken:
        return ""


def confirmation(key: int, _words: Words, _now: datetime) -> Draft | None:
    """Ask the owner of the address; None where the wish is gone or confirmed."""
    row = Subscription.objects.select_related("home").filter(pk=key).first()
    if row is None or row.wish is None:
        return None
    subject = _("Please confirm: news of %(unit)s by e-mail") % {"unit": row.home.title}
    context = {"unit": row.home, "link": confirm_link(row), "headers": _BY_PROGRAM}
    return address_of(row), subject, context


def digest(row: Subscription, news: Sequence[Sending], now: datetime) -> EmailMessage:
    """What is new for a reader, by unit, with the links that end it (RFC 2369, 8058)."""
    with translation.override(settings.LANGUAGE_CODE):
        by_unit = groupby(sorted(news, key=lambda each: (each.unit_id, -each.pk)), lambda each: each.unit)
        units = [(unit, list(rows)) for unit, rows in by_unit]
        context = {"home": row.home, "units": units, "manage": manage_link(row), "stop": stop_link(row)}
        subject = _("%(unit)s: news of %(day)s") % {
            "unit": row.home.title,
            "day": f"{local_day(now):%d/%m/%Y}",
        }
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        headers = _BY_PROGRAM | {
            "Precedence": "bulk",
            "List-Id": f"<nhan-tin.{row.home.code}.{domain}>",
            "List-Unsubscribe": f"<{stop_link(row)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        body = render_to_string("notify/mail/digest.txt", context).strip() + "\n"
        return EmailMessage(subject, body, to=[address_of(row)], headers=headers)
