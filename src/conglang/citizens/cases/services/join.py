"""The same matter twice, a matter that came back, and a matter looked at once more."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.citizens.cases.codes import compact
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.queries import facts_of
from conglang.citizens.cases.rules import FINAL, Command, Facts, Process
from conglang.citizens.cases.services.found import for_command, lock, said
from conglang.citizens.cases.services.step import carry_out, is_done


@transaction.atomic
def merge(*, by: Actor, case_id: int, code: str, now: datetime) -> Case:
    """Join it to the case of a code: it keeps its own code, and its sender gets that answer.

    One level only. The same again changes nothing. Raises NotFound, Forbidden, ValidationError.
    """
    case, by = for_command(by, case_id, Command.MERGE, now)
    main: Case | None = Case.objects.select_for_update(of=("self",)).filter(
        unit=case.unit_id, code=compact(code) or "-"
    ).first()  # fmt: skip
    if main is None or main.pk == case.pk:
        raise ValidationError({"code": _("There is no other case with this code here.")})
    if case.process == Process.MERGED and case.main_id == main.pk:
        return case
    is_free = Process(main.process) not in FINAL and not case.merged.exists()
    carry_out(
        case, Command.MERGE, by=by, now=now, facts=Facts(main_is_free=is_free), main=main,
        words=_("It is handled together with the same matter, %(code)s.") % {"code": str(main)},
    )  # fmt: skip
    main.followers += 1
    main.save(update_fields=["followers"])
    return case


@transaction.atomic
def unmerge(*, by: Actor, case_id: int, reason: str, now: datetime) -> Case:
    """Part it from its main case while that is not answered; its own clock goes on.

    Raises NotFound, Forbidden, ValidationError.
    """
    case, by = for_command(by, case_id, Command.UNMERGE, now)
    if is_done(case, Command.UNMERGE):
        return case
    main = lock(case.main_id) if case.main_id else None
    if main is None or main.answered_at is not None:
        raise ValidationError(_("The main case is answered already."))
    carry_out(case, Command.UNMERGE, by=by, now=now, note=said(reason, "reason"), main=None)
    main.followers = max(main.followers - 1, 0)
    main.save(update_fields=["followers"])
    return case


@transaction.atomic
def link_recurrence(*, by: Actor, case_id: int, code: str, now: datetime) -> Case:
    """Say that it came back after another case ended; the same again changes nothing."""
    case, by = for_command(by, case_id, Command.ASSIGN, now)
    earlier: Case | None = Case.objects.filter(unit=case.unit_id, code=compact(code) or "-").first()
    if earlier is None or earlier.pk == case.pk or earlier.received_at > case.received_at:
        raise ValidationError({"code": _("There is no earlier case with this code here.")})
    if case.recurs_id != earlier.pk:
        case.recurs = earlier
        case.save(update_fields=["recurs"])
        record("cases.recurrence_linked", case, by=by, now=now, earlier=earlier.code)
    return case


@transaction.atomic
def reopen(*, by: Actor, case_id: int, now: datetime) -> Case:
    """Look at it once more, with a clock of its own; a repeated call changes nothing."""
    case, by = for_command(by, case_id, Command.REOPEN, now)
    if is_done(case, Command.REOPEN):
        return case
    return carry_out(
        case, Command.REOPEN, by=by, now=now, facts=facts_of(case, now), answered_at=None, closed_at=None
    )


@transaction.atomic
def decline_reopen(*, by: Actor, case_id: int, words: str, now: datetime) -> Case:
    """Leave it closed, and tell the sender why. Raises NotFound, Forbidden, ValidationError."""
    case, by = for_command(by, case_id, Command.DECLINE_REOPEN, now)
    if is_done(case, Command.DECLINE_REOPEN):
        return case
    return carry_out(case, Command.DECLINE_REOPEN, by=by, now=now, words=said(words))
