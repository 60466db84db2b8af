"""What senders do with code and PIN, which the caller has tried, and anybody with a public case."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.permissions import NotFound
from conglang.base.ledger.audit import record
from conglang.base.units.scope import use_scope
from conglang.citizens.cases.codes import compact
from conglang.citizens.cases.files import MOST_FILES, IncomingFile, keep, prepare
from conglang.citizens.cases.models import WORDS_LENGTH, Case, Question, Rating
from conglang.citizens.cases.queries import may_rate
from conglang.citizens.cases.rules import Command, Visibility
from conglang.citizens.cases.services.found import SYSTEM, lock, said, visitor
from conglang.citizens.cases.services.step import carry_out, is_done
from conglang.citizens.cases.services.wipe import wipe
from conglang.citizens.cases.wording import RATING_REASONS, RATINGS
from conglang.kernel.text import nfc
from conglang.tools.media.rules import Unacceptable
from conglang.tools.vault.rules import PinAnswer
from conglang.tools.vault.services.erase import erase as erase_identity
from conglang.tools.vault.services.try_pin import try_pin


def open_with_pin(*, unit_id: int, code: str, pin: str, now: datetime) -> tuple[Case, PinAnswer]:
    """The case of a code, and what became of the PIN; nothing may be shown unless it is right.

    Raises NotFound for a code that the unit does not have.
    """
    with use_scope(visitor(unit_id)):
        rows = Case.objects.select_related("unit", "hamlet", "answer_duty__unit", "department")
        found: Case | None = rows.filter(code=compact(code) or "-", unit=unit_id).first()
        if found is None or found.sender_id is None:
            raise NotFound
        return found, try_pin(unit_id=unit_id, identity_id=found.sender_id, pin=pin, now=now)


@transaction.atomic
def reply(
    *, unit_id: int, case_id: int, text: str, now: datetime, files: Sequence[IncomingFile] = ()
) -> Case:
    """Answer what the staff asked; the clock goes on. Files that cannot be kept are left out."""
    with use_scope(visitor(unit_id)):
        case = lock(case_id)
        if is_done(case, Command.REPLY):
            return case
        words = said(text, "text")
        question: Question | None = case.questions.filter(replied_at=None).last()
        carry_out(case, Command.REPLY, by=SYSTEM, now=now)
        if question is not None:
            question.reply, question.replied_at = words, now
            question.save(update_fields=["reply", "replied_at"])
        for number, each in enumerate(files[:MOST_FILES], case.attachments.count() + 1):
            try:
                keep(case, prepare(each, number), question)
            except Unacceptable:
                continue
        return case


@transaction.atomic
def rate(
    *, unit_id: int, case_id: int, level: int, now: datetime, reasons: Sequence[str] = (), words: str = ""
) -> Rating:
    """Say what one thinks of the answer; a second time changes it. Raises ValidationError when too late."""
    with use_scope(visitor(unit_id)):
        case = lock(case_id)
        if level not in RATINGS or not set(reasons) <= RATING_REASONS.keys():
            raise ValidationError({"level": _("Please choose one of the three.")})
        if not may_rate(case, now):
            raise ValidationError(_("The days in which this can be asked have passed."))
        given = {"level": level, "reasons": list(reasons), "words": nfc(words).strip()[:WORDS_LENGTH]}
        row: Rating | None = Rating.objects.filter(case=case).first()
        if row is not None and all(getattr(row, name) == value for name, value in given.items()):
            return row
        row = row or Rating(unit_id=unit_id, case=case)
        for name, value in (given | {"at": now}).items():
            setattr(row, name, value)
        row.save()
        record("cases.rated", case, by=SYSTEM, now=now, level=level)
        return row


@transaction.atomic
def ask_reopen(*, unit_id: int, case_id: int, reason: str, now: datetime) -> Case:
    """Ask to look at it once more; said twice it is asked once. Raises ValidationError."""
    with use_scope(visitor(unit_id)):
        case = lock(case_id)
        if is_done(case, Command.ASK_REOPEN):
            return case
        return carry_out(case, Command.ASK_REOPEN, by=SYSTEM, now=now, note=said(reason, "reason"))


@transaction.atomic
def withdraw(*, unit_id: int, case_id: int, now: datetime) -> Case:
    """Take one's matter back; a repeated call changes nothing. Raises ValidationError for what is settled."""
    with use_scope(visitor(unit_id)):
        case = lock(case_id)
        if is_done(case, Command.WITHDRAW):
            return case
        return carry_out(case, Command.WITHDRAW, by=SYSTEM, now=now)


@transaction.atomic
def erase(*, unit_id: int, case_id: int, now: datetime) -> Case:
    """Destroy what is personal: contact, original words, files. The public record and the answer stay.

    A matter that is still open goes on without its sender's data. A repeated call changes nothing.
    """
    with use_scope(visitor(unit_id)):
        case = lock(case_id)
        if case.erased_at is None:
            wipe(case, now)
            if case.sender_id is not None:
                erase_identity(identity_id=case.sender_id, why="sender", by=SYSTEM, now=now)
            record("cases.erased", case, by=SYSTEM, now=now)
        return case


@transaction.atomic
def follow(*, unit_id: int, code: str, now: datetime) -> int:
    """Count somebody with the same trouble; returns how many. Raises NotFound for no public case."""
    with use_scope(visitor(unit_id)):
        rows = Case.objects.select_for_update(of=("self",)).filter(
            code=compact(code) or "-", unit=unit_id, visibility=Visibility.PUBLIC.value
        )
        case: Case | None = rows.first()
        if case is None:
            raise NotFound
        case.followers += 1
        case.save(update_fields=["followers"])
        return case.followers
