"""Mails leave in tasks: a slow mail server must hold up neither a request nor the outbox."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django_tasks import task

from conglang.base.accounts import mails
from conglang.base.ledger.schedule import every
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now

logger = logging.getLogger(__name__)
TRIES = 8  # the last one about two hours after the first


@every(seconds=24 * 3600)
def forget_what_has_run_out(now: datetime) -> None:
    """Delete sessions that nobody can use any more and failed sign-ins that no longer count."""
    SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME).delete()


@task()
def send_mail(kind: str, key: int, words: dict[str, str], tries: int = 1) -> None:
    """Write and send one mail; when the server fails, queue the next try later and later."""
    with everything("a mail names a person's unit"):
        message = mails.write(kind, key, words, now=clock_now())
    if message is None:
        return
    try:
        message.send()
    except (OSError, SMTPException):
        if tries == TRIES:
            raise
        logger.warning("mail %s %s failed, try %s", kind, key, tries)
        later = clock_now() + timedelta(minutes=2 ** (tries - 1))
        send_mail.using(run_after=later).enqueue(kind, key, words, tries + 1)
