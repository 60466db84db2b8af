"""Reads about mailboxes and letters."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Membership
from conglang.base.accounts.permissions import NotFound
from conglang.tools.mailbox.filing import Filed, file_away
from conglang.tools.mailbox.models import KnownSender, Letter, LetterFile, MailAccount, Way
from conglang.tools.mailbox.permissions import READ
from conglang.tools.mailbox.reading import read_letter
from conglang.tools.mailbox.rules import MOST_RECEIPTS, State
from conglang.tools.media.storage import private_storage, sha256_of


class Damaged(Exception):
    """The stored original is no longer what came."""


def accounts_of(unit_id: int) -> QuerySet[MailAccount]:
    """The unit's mailboxes, each with its number of letters as `count`."""
    rows: QuerySet[MailAccount] = MailAccount.objects.filter(unit=unit_id)
    return rows.annotate(count=Count("letters"))


def due_accounts(now: datetime) -> list[int]:
    """Ids of the mailboxes to be asked, those waiting for longest first."""
    rows = MailAccount.objects.filter(paused_at=None, next_at__lte=now).exclude(way=Way.LMTP)
    return list(rows.order_by("next_at").values_list("pk", flat=True)[:100])


def account_for(address: str) -> MailAccount | None:
    """The mailbox into which the mail server may bring letters for an address."""
    row: MailAccount | None = MailAccount.objects.filter(
        address__iexact=address, way=Way.LMTP, paused_at=None
    ).first()
    return row


def is_known(unit_id: int, address: str, now: datetime) -> bool:
    """Whether somebody of the unit has confirmed the address, or the unit has put it on its list."""
    if not address:
        return False
    people = Membership.objects.in_force(now).filter(unit=unit_id, user__email__iexact=address)
    listed = KnownSender.objects.filter(unit=unit_id, address__iexact=address)
    return bool(people.exists() or listed.exists())


def own_addresses(unit_id: int) -> list[str]:
    """From where we write ourselves."""
    rows = MailAccount.objects.filter(unit=unit_id).values_list("address", flat=True)
    return [settings.DEFAULT_FROM_EMAIL, *rows]


def answered(unit_id: int, references: Iterable[str]) -> Letter | None:
    """The first letter of the thread that a letter with these references belongs to."""
    named = list(references)
    ours = [uid for uid in map(uid_in, named) if uid]
    rows = Letter.objects.filter(Q(message_id__in=named) | Q(uid__in=ours), unit=unit_id)
    found: Letter | None = rows.select_related("thread").order_by("pk").first()
    return (found.thread or found) if found else None


def letters_of(by: Actor, states: Iterable[State]) -> QuerySet[Letter]:
    """Letters in these states where the person may read letters, the newest first."""
    seen = [unit for unit in by.grants if by.may(READ, unit)]
    rows: QuerySet[Letter] = Letter.objects.filter(unit__in=seen, state__in=list(states))
    rows = rows.select_related("account", "unit").defer("text").annotate(file_count=Count("files"))
    return rows.order_by("-received_at", "-pk")


def waiting_letters(by: Actor) -> int:
    """How many letters wait for a look."""
    if not by.may_somewhere(READ):
        return 0
    return letters_of(by, [State.QUARANTINED]).count()


def find_letter(pk: int) -> Letter:
    """The letter. Raises NotFound."""
    row: Letter | None = (
        Letter.objects.select_related("account", "unit", "thread", "decided_by").filter(pk=pk).first()
    )
    if row is None:
        raise NotFound
    return row


def original_of(letter: Letter) -> bytes:
    """The bytes as they came. Raises Damaged."""
    with private_storage().open(letter.original) as file:
        if sha256_of(file) != letter.original_sha256:
            raise Damaged(letter.original)
        data: bytes = file.read()
        return data


def files_of(letter: Letter) -> list[Filed]:
    """The files of a letter with their bytes."""
    return file_away(read_letter(original_of(letter)).files) if letter.files.exists() else []


def file_of(row: LetterFile) -> BytesIO:
    """The bytes of one file. Raises NotFound."""
    for filed in files_of(row.letter):
        if filed.number == row.number:
            return BytesIO(filed.data)
    raise NotFound


def may_acknowledge(letter: Letter, now: datetime) -> bool:
    """Whether a program may answer: known people only, once a thread, never programs, never without end."""
    if letter.is_automatic or letter.acknowledged_at or not letter.sender_address:
        return False
    answered_before = Letter.objects.filter(unit=letter.unit_id, acknowledged_at__isnull=False)
    thread = letter.thread_id or letter.pk
    if answered_before.filter(Q(thread=thread) | Q(pk=thread)).exists():
        return False
    lately = answered_before.filter(
        sender_address=letter.sender_address, acknowledged_at__gt=now - timedelta(days=1)
    )
    return lately.count() < MOST_RECEIPTS and is_known(letter.unit_id, letter.sender_address, now)


def uid_in(message_id: str) -> UUID | None:
    """The letter that a message id of ours names; None for others'."""
    name = message_id.partition("@")[0].partition(".")[0]
    try:
        return UUID(name.removeprefix("thu-")) if name.startswith("thu-") else None
    except ValueError:
        return None
