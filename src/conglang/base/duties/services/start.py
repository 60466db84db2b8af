from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.events import DutyStarted
from conglang.base.duties.models import Duty, NoticeKind
from conglang.base.duties.permissions import WORK
from conglang.base.duties.queries import Law, law_of
from conglang.base.duties.rules import Verdict, verdict
from conglang.base.duties.services.tell import tell
from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.models import Unit
from conglang.kernel.clock import local_day, start_of_day
from conglang.kernel.rules import BY_HOUR, NoRuleInForce
from conglang.kernel.text import one_line


@dataclass(frozen=True, slots=True)
class Subject:
    """What a duty is about: a stored row, its title, and the path of its page on the desk.

    `law` comes with a row that this transaction has made and for which a term was found in it: nobody can
    have started its clock, so nothing is locked or read again.
    """

    row: Model
    title: str
    url: str = ""
    law: Law | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """What started the clock, in people's words, and when: a day, or an instant for rules in hours."""

    event: str
    at: date | datetime

    @property
    def instant(self) -> datetime:
        """The instant, of a day its first one."""
        return self.at if isinstance(self.at, datetime) else start_of_day(self.at)


def start(
    *,
    by: Actor,
    unit_id: int,
    key: str,
    title: str,
    rules: Sequence[str],
    trigger: Trigger,
    now: datetime,
    subject: Subject | None = None,
    department_id: int | None = None,
    person_id: int | None = None,
) -> Duty:
    """Start the clock; the same key of the same subject finds the duty that is there and changes nothing.

    `rules` are ids such as PUB_DEFAULT: those in force for the unit on the day of the trigger count, each
    also in its local versions, and the earliest date wins. A least time ("at least 30 days") is no deadline
    and starts nothing: it is what the proofs under a duty have to reach (`queries.reached_on`). Without a
    subject the key alone names the duty within the unit. Raises NotFound, Forbidden, and ValidationError
    when no rule is in force or a rule in hours starts on a mere day.
    """
    by = require(by, WORK, unit_id)
    wanted, law = _subject(subject), subject.law if subject else None
    with transaction.atomic(savepoint=law is None):
        if law is None:
            unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
            present: Duty | None = Duty.objects.filter(unit=unit, key=key, **wanted).order_by("-turn").first()
            if present:
                return present
            law = law_of(unit, rules)
        found = _reckoned(law, rules, trigger)
        duty = Duty(
            unit=law.unit,
            key=key,
            title=one_line(title)[:300],
            subject_url=subject.url if subject else "",
            department_id=department_id,
            person_id=person_id,
            event=one_line(trigger.event)[:200],
            started_at=trigger.instant,
            rule_keys=[each.rule.key for each in found.candidates],
            due_key=found.winner.rule.key,
            original_on=found.on,
            due_on=found.on,
            due_at=found.ends_at,
            **wanted,
        )
        duty.save()
        if person_id is not None and person_id != by.user_id:
            tell(duty=duty, kind=NoticeKind.GIVEN, since=now, note="", now=now)
        record("duties.started", duty, by=by, now=now, rules=duty.rule_keys, due_on=duty.due_on)
        publish(DutyStarted(duty.pk, unit_id, duty.subject_model), now=now)
    return duty


def _reckoned(law: Law, ids: Sequence[str], trigger: Trigger) -> Verdict:
    try:
        held = law.terms(ids, local_day(trigger.instant))
    except NoRuleInForce:
        raise ValidationError(_("No term is in force for this on that day.")) from None
    if not isinstance(trigger.at, datetime) and any(rule.unit in BY_HOUR for rule in held):
        raise ValidationError(_("A term in hours begins at an hour, not on a day."))
    return verdict(trigger.instant, held, law.calendar)


def _subject(subject: Subject | None) -> dict[str, object]:
    if subject is None:
        return {"subject_type": None, "subject_id": ""}
    return {
        "subject_type": ContentType.objects.get_for_model(subject.row),
        "subject_id": str(subject.row.pk),
    }
