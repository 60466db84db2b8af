"""What becomes of a letter, and when a mailbox is asked again. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MIB = 1024 * 1024
MOST_BYTES = 40 * MIB  # of a letter as it travels: 25 MiB of files, which the way encodes in 34
MOST_LETTERS = 100  # of one fetch
SECONDS = 120  # of one fetch; then other mailboxes have their turn
PERIOD = timedelta(minutes=3)
LONGEST_WAIT = timedelta(hours=6)
MOST_RECEIPTS = 10  # to one address in a day, whatever programs write to each other


class Reason(TextChoices):
    """Why a letter waits for a person; the label is what the official reads."""

    UNKNOWN_SENDER = "unknown_sender", _("Nobody of the unit is known to write from this address.")
    SPAM = "spam", _("The mail server marked it as spam.")
    FORGED = "forged", _("The mail server says that the sender's address is forged.")
    AUTOMATIC = (
        "automatic",
        _("A program wrote it: an automatic reply, a notice of failure or a mailing list."),
    )
    HOSTILE_FILE = "hostile_file", _("A file with it can carry hidden programs, or unpacks abnormally.")
    UNREADABLE = "unreadable", _("It is built in a way that cannot be read in full.")
    TOO_LARGE = "too_large", _("It is larger than 40 MB. It was not fetched and stays in the mailbox.")


class Flaw(TextChoices):
    """What could not be read; the original is kept as it came."""

    NO_SENDER = "no_sender", _("It does not say clearly who sent it.")
    TOO_MANY_PARTS = "too_many_parts", _("It has too many parts. Only the first ones were read.")
    TOO_DEEP = "too_deep", _("Letters lie in letters too deeply. The innermost ones were not read.")
    BROKEN = "broken", _("Its parts are damaged. What could be read is shown.")
    LONG_HEADERS = "long_headers", _("Its headers are abnormally long. They were read in part.")
    LONG_TEXT = "long_text", _("Its text is too long to be shown in full.")
    UTF7 = "utf7", _("Its text is in the encoding UTF-7, which is not read because it can hide commands.")
    CHARSET = "charset", _("The encoding of its text is unknown. Some letters may be wrong.")
    OLD_FONT = "old_font", _("Its text looks like an old font (TCVN3 or VNI), but is too short to be sure.")
    SEALED = "sealed", _("It is encrypted for somebody's own key and cannot be read here.")
    WINMAIL = (
        "winmail",
        _(
            "Outlook packed its files into “winmail.dat”, which cannot be read. "
            "Please ask the sender to send it again as plain text or HTML."
        ),
    )


UNREADABLE = frozenset({Flaw.TOO_MANY_PARTS, Flaw.TOO_DEEP, Flaw.LONG_HEADERS, Flaw.SEALED})
"""Flaws that no ordinary letter has: a person looks first."""


class State(TextChoices):
    """Where a letter stands."""

    ACCEPTED = "accepted", _("taken in at once")
    QUARANTINED = "quarantined", _("waits for a look")
    RELEASED = "released", _("released")
    DISCARDED = "discarded", _("thrown away")


TAKEN = frozenset({State.ACCEPTED, State.RELEASED})
"""What the desk works on."""


class Trouble(TextChoices):
    """Why a mailbox could not be asked; the label is what the administrator reads."""

    NO_HOST = "no_host", _("There is no server of that name. Please check the server's name.")
    PRIVATE = (
        "private",
        _(
            "The server stands in a private net, which this installation may not reach. "
            "The operator can allow it (CONGLANG_EXCHANGE_PRIVATE)."
        ),
    )
    REFUSED = "refused", _("The server does not answer at that port. Please check name and port.")
    SLOW = "slow", _("The server takes too long to answer. It is asked again later.")
    CERTIFICATE = (
        "certificate",
        _("The server's certificate is not trusted, so nothing was sent. Please ask its operator."),
    )
    NOT_IMAP = "not_imap", _("What answers there is not a mailbox server (IMAP). Please check the port.")
    PASSWORD = (
        "password",
        _("The server refuses user or password. Many providers want an app password here."),
    )
    TOKEN = (
        "token",
        _("The provider no longer gives access with the stored token. Please connect the mailbox again."),
    )
    FOLDER = "folder", _("There is no such folder in the mailbox. Please check the folder's name.")
    STORAGE = (
        "storage",
        _("The letters could not be stored here. They stay in the mailbox and are fetched later."),
    )
    OTHER = "other", _("The server answered in a way that was not understood. It is asked again later.")


@dataclass(frozen=True)
class Marks:
    """What the headers and the structure of a letter say about it."""

    is_automatic: bool = False
    is_spam: bool = False
    is_forged: bool = False
    flaws: tuple[Flaw, ...] = ()


def reasons_against(marks: Marks, *, is_known: bool, has_hostile_file: bool) -> list[Reason]:
    """Why a person has to look at a letter first; empty for one that goes straight to the desk."""
    found = {
        Reason.UNKNOWN_SENDER: not is_known or Flaw.NO_SENDER in marks.flaws,
        Reason.SPAM: marks.is_spam,
        Reason.FORGED: marks.is_forged,
        Reason.AUTOMATIC: marks.is_automatic,
        Reason.HOSTILE_FILE: has_hostile_file,
        Reason.UNREADABLE: bool(UNREADABLE.intersection(marks.flaws)),
    }
    return [reason for reason, holds in found.items() if holds]


def next_time(now: datetime, *, failures: int, has_more: bool = False) -> datetime:
    """When a mailbox is asked again: at once while letters wait there, twice as late after each failure."""
    if has_more:
        return now
    return now + min(PERIOD * (1 << min(failures, 10)), LONGEST_WAIT)


def plain_address(text: str) -> str:
    """An address as it is compared: lower case, without what stands around it or after a plus sign."""
    local, _at, domain = text.strip().strip("<>").lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
