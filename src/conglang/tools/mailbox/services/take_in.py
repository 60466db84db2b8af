"""Take a letter in: keep it as it came, read it, and let it through or have it wait for a person."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.kernel.clock import local_day
from conglang.kernel.codes import public_code
from conglang.tools.mailbox import queries
from conglang.tools.mailbox.events import LetterReceived
from conglang.tools.mailbox.filing import Filed, file_away
from conglang.tools.mailbox.models import Letter, LetterFile, MailAccount
from conglang.tools.mailbox.reading import Facts, is_own, read_letter
from conglang.tools.mailbox.rules import Marks, Reason, State, reasons_against
from conglang.tools.mailbox.services.acknowledge import acknowledge
from conglang.tools.media.storage import private_name, private_storage

SYSTEM = Actor.system("mailbox")


@dataclass(frozen=True)
class Place:
    """Where the letter lies on its server; `size_bytes` where only its headers were fetched."""

    uidvalidity: int
    uid: int
    size_bytes: int | None = None


@dataclass(frozen=True)
class Stored:
    """The original in the private store."""

    name: str
    sha256: str
    size_bytes: int


def take_in(*, account: MailAccount, raw: bytes, now: datetime, place: Place | None = None) -> Letter:
    """The letter with these bytes; the same one a second time gives the row that is there already.

    When this returns, original and row are on disk, and the account's `last_uid` has moved with the row. It
    raises only what storing raises (OSError, DatabaseError): then nothing of the letter is here, and whoever
    holds it has to bring it again. Reading comes before the transaction, so nobody waits for it.
    """
    facts = read_letter(raw)
    filed = file_away(facts.files)
    digest = sha256(raw).hexdigest()
    name = private_storage().save(private_name(account.unit_id, digest, "eml"), ContentFile(raw))
    stored = Stored(name, digest, len(raw))
    try:
        with transaction.atomic():
            letter = _known(account, facts) or _written(account, facts, filed, stored, place, now)
            _move_on(account, place)
    except IntegrityError:  # another process was faster by a moment
        found = _known(account, facts)
        if found is None:
            raise
        letter = found
        _move_on(account, place)
    return letter


def _known(account: MailAccount, facts: Facts) -> Letter | None:
    row: Letter | None = Letter.objects.filter(unit=account.unit_id, identity=facts.identity).first()
    return row


def _written(
    account: MailAccount, facts: Facts, filed: list[Filed], stored: Stored, place: Place | None, now: datetime
) -> Letter:
    marks = _marks(account, facts)
    reasons = reasons_against(
        marks,
        is_known=queries.is_known(account.unit_id, facts.sender_address, now),
        has_hostile_file=any(each.is_hostile for each in filed),
    )
    reasons += [Reason.TOO_LARGE] if place and place.size_bytes else []
    letter: Letter = Letter.objects.create(
        unit_id=account.unit_id,
        account=account,
        code=str(public_code(f"T{local_day(now):%y}")),
        identity=facts.identity,
        original=stored.name,
        original_sha256=stored.sha256,
        size_bytes=(place and place.size_bytes) or stored.size_bytes,
        uidvalidity=place and place.uidvalidity,
        remote_uid=place and place.uid,
        received_at=now,
        sent_at=facts.sent_at,
        sender_name=facts.sender_name,
        sender_address=facts.sender_address,
        subject=facts.subject,
        text=facts.text,
        message_id=facts.message_id,
        thread=queries.answered(account.unit_id, facts.references),
        is_automatic=marks.is_automatic,
        reasons=[reason.value for reason in reasons],
        flaws=[flaw.value for flaw in marks.flaws],
        state=State.QUARANTINED if reasons else State.ACCEPTED,
    )
    LetterFile.objects.bulk_create(_row(letter, each) for each in filed)
    details = {"sha256": stored.sha256, "reasons": letter.reasons}
    record("mailbox.letter_received", letter, by=SYSTEM, now=now, **details)
    if not reasons:
        publish(LetterReceived(letter_id=letter.pk, unit_id=letter.unit_id), now=now)
        acknowledge(letter=letter, now=now)
    return letter


def _marks(account: MailAccount, facts: Facts) -> Marks:
    """What the letter says of itself, and whether it is one of ours that came back."""
    came_back = is_own(facts, queries.own_addresses(account.unit_id))
    return replace(facts.marks, is_automatic=facts.marks.is_automatic or came_back)


def _row(letter: Letter, filed: Filed) -> LetterFile:
    return LetterFile(
        unit_id=letter.unit_id,
        letter=letter,
        number=filed.number,
        name=filed.name,
        extension=filed.extension,
        size_bytes=filed.size_bytes,
        sha256=filed.sha256,
        refusal=filed.refusal or "",
    )


def _move_on(account: MailAccount, place: Place | None) -> None:
    """Remember what is here: with the row, so that no end of the process comes between the two."""
    if place is not None:
        # only as long as the account still leads to this mailbox; people may change it meanwhile
        same = MailAccount.objects.filter(
            pk=account.pk, host=account.host, user=account.user, folder=account.folder
        )
        same.update(uidvalidity=place.uidvalidity, last_uid=place.uid)
