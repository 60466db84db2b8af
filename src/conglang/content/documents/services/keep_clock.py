"""The clock of publication: from the day of issue until everybody can read the document (D5)."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.duties.models import Duty
from conglang.base.duties.queries import chain_of, counting_rules
from conglang.base.duties.services.close import cancel, fulfil
from conglang.base.duties.services.retitle import retitle
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.base.units.scope import everything
from conglang.content.documents.clock import KEY, day_of_issue, desk_path, is_own, publication_duties
from conglang.content.documents.models import OfficialDocument

RULES = ("PUB_DEFAULT", "PUB_DEMOCRACY", "PUB_LOCAL_DOC")
BACKLOG = "PUB_BACKLOG"  # what there was before the law


@transaction.atomic
def keep_clock(*, document_id: int, now: datetime, person_id: int | None = None) -> None:
    """Start, fulfil or cancel the duty to publish, as the stored document demands; a repeated call changes
    nothing.

    Another day of issue ends the running duty and starts one that counts from that day; what is closed stays
    on record. Documents of other authorities have no clock; those without a day, or with one that was read
    from a file and nobody has confirmed, none yet. `person_id` is whoever entered the document.
    """
    with everything("the clock of publication runs whoever enters or publishes"):
        row = OfficialDocument.objects.select_related("unit").filter(pk=document_id).first()
        if row is not None and row.issued_on is not None and not row.is_day_open:
            _keep(row, row.issued_on, person_id, now)


def _keep(row: OfficialDocument, day: date, person_id: int | None, now: datetime) -> None:
    known = list(publication_duties(row))
    running = next((each for each in known if not each.is_closed), None)
    refusal = _why_not(row)
    if running is not None and (reason := refusal or _moved(running, day)):
        cancel(by=_clock(), duty_id=running.pk, reason=reason, now=now)
        person_id, running = running.person_id, None
    if refusal:
        return
    same = [each for each in known if day_of_issue(each) == day]
    if running is None and not any(each.fulfilled_at for each in same):
        running = _started(row, day, len(same), person_id, now)
    if running is not None:
        _bring_up_to_date(running, row, now)


def _why_not(row: OfficialDocument) -> str:
    """Why there is no duty to publish; empty if there is one."""
    if row.is_closed:
        return _("Not to be published: %(ground)s") % {"ground": row.disclosure_ground}
    return "" if is_own(row) else _("Issued by another authority.")


def _moved(duty: Duty, day: date) -> str:
    """That the day of issue was corrected; empty while the duty counts from it."""
    was = day_of_issue(duty)
    told = {"was": f"{was:%d/%m/%Y}", "is": f"{day:%d/%m/%Y}"}
    return _("The day of issue was corrected from %(was)s to %(is)s.") % told if was != day else ""


def _started(
    row: OfficialDocument, day: date, earlier: int, person_id: int | None, now: datetime
) -> Duty | None:
    again = f"-{earlier + 1}" if earlier else ""
    given: dict[str, Any] = {
        "by": _clock(),
        "unit_id": row.unit_id,
        "key": f"{KEY}{day.isoformat()}{again}",
        "title": _title(row),
        "person_id": person_id,
        "subject": Subject(row, str(row), desk_path(row)),
        "now": now,
    }
    if row.issuer_id in {None, row.unit_id}:
        try:
            trigger = Trigger(_("Issue of %(document)s") % {"document": row}, day)
            return start(rules=RULES, trigger=trigger, **given)
        except ValidationError:
            pass  # it is older than these rules
    law = counting_rules(chain_of(row.unit)).filter(rule_id=BACKLOG).order_by("valid_from").first()
    if law is None or law.valid_from <= day:
        return None
    return start(rules=[BACKLOG], trigger=Trigger(law.starts, law.valid_from), **given)


def _bring_up_to_date(duty: Duty, row: OfficialDocument, now: datetime) -> None:
    retitle(by=_clock(), duty_id=duty.pk, title=_title(row), now=now)
    if not row.live:
        return
    public_at = max(row.first_published_at or now, duty.started_at)
    if public_at <= now:
        fulfil(by=_clock(), duty_id=duty.pk, at=public_at, note=_("public on the site"), now=now)
    else:
        early = _("It was published before its day of issue.")
        cancel(by=_clock(), duty_id=duty.pk, reason=early, now=now)


def _title(row: OfficialDocument) -> str:
    if row.disclosure:
        return _("Publish %(document)s") % {"document": row}
    return _("Decide whether to publish, and publish: %(document)s") % {"document": row}


def _clock() -> Actor:
    return Actor.system(_("Register of documents"))
