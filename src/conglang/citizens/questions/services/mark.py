"""What is said of a public answer beside its content: a frequent question; its law has changed."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.citizens.questions.models import REASON_LENGTH, Answer
from conglang.citizens.questions.permissions import APPROVE
from conglang.citizens.questions.services.ask import SYSTEM
from conglang.citizens.questions.services.found import lock_answer


@transaction.atomic
def keep_among_frequent(*, by: Actor, answer_id: int, is_faq: bool, now: datetime) -> Answer:
    """List a public answer among the frequent questions of its field, or no longer; the same changes nothing.

    Raises NotFound, Forbidden, ValidationError.
    """
    row, by = lock_answer(answer_id, by, APPROVE)
    if row.is_faq == is_faq:
        return row
    if is_faq and not row.live:
        raise ValidationError(_("Only a public answer can be a frequent question."))
    row.is_faq = is_faq
    row.save(update_fields=["is_faq"])
    record("questions.faq_kept" if is_faq else "questions.faq_dropped", row, by=by, now=now)
    return row


@transaction.atomic
def doubt(*, unit_ids: Collection[int], codes: Collection[str], because: str, now: datetime) -> list[Answer]:
    """Mark public answers of the units that rest on one of the documents; one that is marked stays as it was.

    `codes` are numbers as `rules.cited` gives them. Runs in `everything`.
    """
    wanted = set(codes)
    rows = Answer.objects.select_for_update().filter(unit__in=unit_ids, live=True).exclude(basis="")
    found = [row for row in rows if wanted.intersection(row.cited) and not row.is_doubted]
    for row in found:
        row.doubted_at, row.doubted_because = now, because[:REASON_LENGTH]
        row.save(update_fields=["doubted_at", "doubted_because"])
        record("questions.answer_doubted", row, by=SYSTEM, now=now, because=row.doubted_because)
    return found
