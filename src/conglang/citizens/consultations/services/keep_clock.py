"""Begin the duty to say what became of the opinions, and end it when that is public."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from conglang.base.duties.models import Duty
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.base.units.scope import everything
from conglang.citizens.consultations.models import Consultation, Outcome
from conglang.citizens.consultations.queries import DUTY_KEY, RESULT, duty_of
from conglang.citizens.consultations.rules import Standing
from conglang.citizens.consultations.services.speak import SYSTEM
from conglang.kernel.clock import local_day
from conglang.tools.vault.services.erase import CONTACT
from conglang.tools.vault.services.expire import set_expiry
from conglang.tools.vault.terms import expires_on


def begin_duties(*, now: datetime) -> int:
    """Start the clock of each consultation whose time is over; returns how many. Runs again without harm."""
    today, begun = local_day(now), 0
    with everything("the clock begins when people have spoken"):
        for row in Consultation.objects.filter(live=True, closes_on__lt=today).exclude(outcome__live=True):
            if row.standing(today) is Standing.CLOSED and duty_of(row) is None:
                begun += _begin(row, now) is not None
    return begun


def _begin(row: Consultation, now: datetime) -> Duty | None:
    path = reverse("consultations:item", args=[row.pk], urlconf=settings.HOST_URLCONFS[settings.DESK_HOST])
    try:
        return start(
            by=SYSTEM,
            unit_id=row.unit_id,
            key=DUTY_KEY,
            title=f"Công khai kết quả lấy ý kiến: {row.title}",
            rules=RESULT,
            trigger=Trigger("Hết thời gian lấy ý kiến", row.term.last_day),
            subject=Subject(row, row.title, path),
            now=now,
        )
    except ValidationError:  # no term is in force: there is none to promise
        return None


@transaction.atomic
def settle(*, outcome_id: int, now: datetime) -> None:
    """Once the outcome is public, end the duty and let the contact data go at their term."""
    with everything("the outcome of a consultation is public"):
        row = Outcome.objects.filter(pk=outcome_id, live=True).select_related("consultation").first()
        if row is None:
            return
        duty = duty_of(row.consultation)
        if duty is not None:
            fulfil(by=SYSTEM, duty_id=duty.pk, now=now)
        on = expires_on("contact", local_day(now))
        for opinion in row.consultation.opinions.exclude(sender__sealed=""):
            label = str(opinion.consultation_id)
            set_expiry(unit_id=row.unit_id, kind=CONTACT, key=str(opinion.sender_id), label=label, on=on)
