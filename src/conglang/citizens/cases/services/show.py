"""Let everybody read a case: one person proposes words without personal data, another one puts them out."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.citizens.cases.events import CaseHidden, CasePublished
from conglang.citizens.cases.models import SUBJECT_LENGTH, TEXT_LENGTH, Case
from conglang.citizens.cases.permissions import APPROVE, HANDLE
from conglang.citizens.cases.queries import showable_photos
from conglang.citizens.cases.redacting import findings
from conglang.citizens.cases.rules import NEVER_SHOWN, VISIBLE, Process, Visibility
from conglang.citizens.cases.services.found import lock, said
from conglang.kernel.text import nfc, one_line


def words_hash(case: Case) -> str:
    """Names exactly the words and pictures that somebody has before them."""
    shown = sorted(case.attachments.filter(shows_on_site=True).values_list("sha256", flat=True))
    return hashlib.sha256("\0".join([case.public_subject, case.public_text, *shown]).encode()).hexdigest()


@transaction.atomic
def propose_words(
    *, by: Actor, case_id: int, subject: str, text: str, photos: Collection[int] = (), now: datetime
) -> Case:
    """Propose what everybody may read, with chosen photos; the same again changes nothing.

    Raises NotFound, Forbidden, and ValidationError for kinds that are never public, against the wish of the
    sender, and for words that still hold personal data.
    """
    case = lock(case_id)
    by = require(by, HANDLE, case)
    subject = one_line(subject)[:SUBJECT_LENGTH]
    text = nfc(text).strip()[:TEXT_LENGTH]
    _refuse(case, subject, text)
    chosen = set(showable_photos(case).filter(pk__in=photos).values_list("pk", flat=True))
    present = set(case.attachments.filter(shows_on_site=True).values_list("pk", flat=True))
    if case.visibility == Visibility.REVIEW and (subject, text, chosen) == (
        case.public_subject, case.public_text, present,
    ):  # fmt: skip
        return case
    if case.visibility == Visibility.PUBLIC:
        raise ValidationError(_("It is public as it is. Take it off the site first."))
    case.attachments.exclude(pk__in=chosen).update(shows_on_site=False)
    case.attachments.filter(pk__in=chosen).update(shows_on_site=True)
    case.public_subject, case.public_text = subject, text
    case.visibility, case.proposed_by_id = Visibility.REVIEW.value, by.user_id
    case.save(update_fields=["public_subject", "public_text", "visibility", "proposed_by"])
    record("cases.words_proposed", case, by=by, now=now)
    return case


def _refuse(case: Case, subject: str, text: str) -> None:
    if not case.kind.may_be_public or Process(case.process) in NEVER_SHOWN:
        raise ValidationError(_("This is not shown to the public."))
    if not case.wants_public:
        raise ValidationError(_("The sender does not want it to be public."))
    if not subject or not text:
        raise ValidationError({"text": _("Please write what everybody may read.")})
    found = findings(f"{subject}\n{text}")
    if found:
        values = ", ".join(dict.fromkeys(each.value for each in found))
        raise ValidationError({"text": _("Personal data is still in it: %(values)s") % {"values": values}})


@transaction.atomic
def put_out(*, by: Actor, case_id: int, seen: str, now: datetime) -> Case:
    """Make public exactly the words that one has seen (`words_hash`); a repeated call changes nothing.

    Raises NotFound, Forbidden, and ValidationError for one's own proposal and for changed words.
    """
    case = lock(case_id)
    by = require(by, APPROVE, case)
    if case.visibility == Visibility.PUBLIC:
        return case
    _refuse_move(case, Visibility.PUBLIC)
    if case.proposed_by_id == by.user_id:
        raise ValidationError(_("Another person puts out what you proposed."))
    if words_hash(case) != seen:
        raise ValidationError(_("The words changed meanwhile. Please read them again."))
    case.visibility, case.published_at = Visibility.PUBLIC.value, case.published_at or now
    case.save(update_fields=["visibility", "published_at"])
    record("cases.published", case, by=by, now=now, words=seen)
    publish(CasePublished(case.pk, case.unit_id), now=now)
    return case


@transaction.atomic
def keep_private(*, by: Actor, case_id: int, now: datetime) -> Case:
    """Drop a proposal; a repeated call changes nothing. Raises NotFound, Forbidden, ValidationError."""
    case = lock(case_id)
    by = require(by, APPROVE, case)
    if case.visibility == Visibility.PRIVATE:
        return case
    _refuse_move(case, Visibility.PRIVATE)
    case.visibility = Visibility.PRIVATE.value
    case.save(update_fields=["visibility"])
    record("cases.kept_private", case, by=by, now=now)
    return case


@transaction.atomic
def hide(*, by: Actor, case_id: int, reason: str, now: datetime) -> Case:
    """Take it off the site, with the reason; a repeated call changes nothing.

    Raises NotFound, Forbidden, ValidationError.
    """
    case = lock(case_id)
    by = require(by, APPROVE, case)
    if case.visibility == Visibility.HIDDEN:
        return case
    _refuse_move(case, Visibility.HIDDEN)
    why = said(reason, "reason")
    case.visibility = Visibility.HIDDEN.value
    case.save(update_fields=["visibility"])
    record("cases.hidden", case, by=by, now=now, reason=why)
    publish(CaseHidden(case.pk, case.unit_id), now=now)
    return case


def _refuse_move(case: Case, to: Visibility) -> None:
    if to not in VISIBLE[Visibility(case.visibility)]:
        raise ValidationError(_("This case moved on meanwhile. Please look at it again."))
