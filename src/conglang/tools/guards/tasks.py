"""Mails leave in tasks, and files are looked at in them: neither may hold up the outbox."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from conglang.base.accounts.models import User
from conglang.base.ledger.queues import SLOW
from conglang.base.units.scope import everything
from conglang.kernel.clock import now as clock_now
from conglang.tools.guards.models import Stop
from conglang.tools.guards.services.watch_file import watch_file, watch_picture

logger = logging.getLogger(__name__)
TRIES = 8  # the last one about two hours after the first


@task(queue_name=SLOW)
def watch_stored(document_id: int) -> None:
    """Look at a file that somebody stored."""
    watch_file(document_id=document_id, now=clock_now())


@task(queue_name=SLOW)
def watch_read_picture(image_id: int) -> None:
    """Look at a picture whose words were read."""
    watch_picture(image_id=image_id, now=clock_now())


@task()
def mail_keeper(stop_id: int, user_id: int, tries: int = 1) -> None:
    """Tell one person that an item waits; when the server fails, queue the next try later and later."""
    with everything("a mail names the unit"), translation.override(settings.LANGUAGE_CODE):
        stop = Stop.objects.select_related("unit").filter(pk=stop_id, handled_at=None).first()
        person = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
        if stop is None or person is None:
            return
        context = {"person": person, "unit": stop.unit, "link": settings.WAGTAILADMIN_BASE_URL}
        body = render_to_string("guards/mail/stopped.txt", context).strip() + "\n"
        subject = _("An item was stopped and waits for you")
    try:
        EmailMessage(subject, body, to=[person.email]).send()
    except (OSError, SMTPException):
        if tries == TRIES:
            raise
        logger.warning("mail about stop %s failed, try %s", stop_id, tries)
        later = clock_now() + timedelta(minutes=2 ** (tries - 1))
        mail_keeper.using(run_after=later).enqueue(stop_id, user_id, tries + 1)
