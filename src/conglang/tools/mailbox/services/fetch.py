"""Fetch the new letters of a mailbox."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction

from conglang.base.units.scope import everything
from conglang.tools.mailbox import imap
from conglang.tools.mailbox.imap import Login, Mailbox
from conglang.tools.mailbox.lines import Failed
from conglang.tools.mailbox.logins import login_of
from conglang.tools.mailbox.models import Afterwards, Letter, MailAccount, Way
from conglang.tools.mailbox.rules import MOST_BYTES, MOST_LETTERS, SECONDS, Trouble, next_time
from conglang.tools.mailbox.services.take_in import Place, take_in

logger = logging.getLogger(__name__)
Open = Callable[[Login], AbstractContextManager[Mailbox]]


@dataclass(frozen=True)
class Fetched:
    """How a fetch went."""

    letters: int = 0
    has_more: bool = False
    trouble: Trouble | None = None


def fetch(*, account_id: int, now: datetime, opened: Open = imap.opened) -> Fetched:
    """Fetch once, a bounded number of letters. Call it outside transactions: the server may be slow.

    Each letter is stored together with its number before the next one is asked for. Whatever interrupts
    this, the next fetch goes on there; a letter that comes a second time is known by its content.
    """
    with everything("mailboxes of all units are asked"):
        account = MailAccount.objects.get(pk=account_id)
        if account.paused_at is not None or account.way == Way.LMTP:
            return Fetched()
        try:
            with opened(login_of(account)) as box:
                _mark_what_was_left(account, box, now)
                done = _take_new(account, box, now)
        except Failed as failed:
            done = Fetched(trouble=failed.trouble)
        except (OSError, DatabaseError):
            logger.exception("letters of %s could not be stored", account)
            done = Fetched(trouble=Trouble.STORAGE)
        _note(account, done, now)
        return done


def look(*, account: MailAccount, opened: Open = imap.opened) -> int:
    """How many letters lie in the folder, to see whether everything is typed right. Raises Failed."""
    with opened(login_of(account)) as box:
        return box.count


def _take_new(account: MailAccount, box: Mailbox, now: datetime) -> Fetched:
    end = time.monotonic() + SECONDS
    # after a change of UIDVALIDITY the numbers mean other letters: begin again, known ones are recognised
    last = account.last_uid if account.uidvalidity == box.uidvalidity else 0
    waiting = box.newer_than(last, account.since)
    for count, uid in enumerate(waiting):
        if count == MOST_LETTERS or time.monotonic() > end:
            return Fetched(count, has_more=True)
        size = box.size_of(uid)
        raw = box.letter(uid) if size is not None and size <= MOST_BYTES else None
        place = Place(box.uidvalidity, uid)
        if raw is None and size is not None and (raw := box.beginning(uid)) is not None:
            place = Place(box.uidvalidity, uid, size)
        if raw is None:  # somebody has taken it away meanwhile
            continue
        letter = take_in(account=account, raw=raw, now=now, place=place)
        if place.size_bytes is None:
            _mark(account, box, uid)
        Letter.objects.filter(pk=letter.pk, marked_at=None).update(marked_at=now)
    return Fetched(len(waiting))


def _mark_what_was_left(account: MailAccount, box: Mailbox, now: datetime) -> None:
    """Mark the letters that were stored when the process ended before it could."""
    rows = Letter.objects.filter(account=account, marked_at=None, uidvalidity=box.uidvalidity)
    for letter in rows.only("pk", "remote_uid")[:MOST_LETTERS]:
        _mark(account, box, letter.remote_uid)
        Letter.objects.filter(pk=letter.pk).update(marked_at=now)


def _mark(account: MailAccount, box: Mailbox, uid: int) -> None:
    if account.afterwards == Afterwards.SEEN:
        box.mark_seen(uid)
    elif account.afterwards == Afterwards.MOVE:
        box.move(uid, account.moved_to)


@transaction.atomic
def _note(account: MailAccount, done: Fetched, now: datetime) -> None:
    account.asked_at = now
    account.trouble = done.trouble or ""
    account.failures = account.failures + 1 if done.trouble else 0
    account.worked_at = account.worked_at if done.trouble else now
    account.next_at = next_time(now, failures=account.failures, has_more=done.has_more)
    account.save(update_fields=["asked_at", "trouble", "failures", "worked_at", "next_at"])
