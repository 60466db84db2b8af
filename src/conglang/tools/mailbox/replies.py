"""A letter of ours in the thread of one that came: who gets it, from where, and how programs file it."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db.models import Q

from conglang.tools.mailbox.models import Letter
from conglang.tools.mailbox.rules import TAKEN
from conglang.tools.mailbox.smtp import AccountBackend


def reply(letter: Letter, mark: str) -> dict[str, Any]:
    """What a mail's draft adds to its context to stand in the thread of `letter`.

    `mark` names this answer among ours. It leaves by the account's own server where the account names one.
    """
    newest = _newest(letter)
    account = newest.account
    headers = {"Message-ID": f"<thu-{letter.uid}.{mark}@{_host()}>", "Reply-To": account.address}
    known = [f"<{each.message_id}>" for each in (letter, newest) if each.message_id]
    if known:
        headers |= {"In-Reply-To": known[-1], "References": " ".join(dict.fromkeys(known))}
    own = {"connection": AccountBackend(account), "sender": account.address} if account.sends_host else {}
    return {"headers": headers, **own}


def subject_of(letter: Letter) -> str:
    """As mail programs write it above an answer."""
    return letter.subject if letter.subject.lower().startswith("re:") else f"Re: {letter.subject}"


def may_be_answered(letter: Letter) -> bool:
    """Whether there is a person to write to: programs and what was held back get nothing."""
    return bool(letter.sender_address) and not letter.is_automatic and letter.state in TAKEN


def _newest(letter: Letter) -> Letter:
    same = Q(pk=letter.pk) | Q(thread=letter, sender_address=letter.sender_address)
    rows = Letter.objects.select_related("account").filter(same, state__in=TAKEN)
    return rows.order_by("received_at", "pk").last() or letter


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
