"""Senders who asked for it hear on their phone that there is news; it names neither them nor the matter."""

from datetime import datetime

from django.utils.translation import gettext as _

from conglang.base.units.models import Unit
from conglang.citizens.cases.models import CaseEvent
from conglang.citizens.cases.rules import STEPS, Command, Who
from conglang.citizens.questions.models import Question
from conglang.portal.asking import ASKED
from conglang.portal.cases.frame import LOOK_UP
from conglang.tools.notify.links import address_on
from conglang.tools.notify.services.follow_matters import tell_of_matter


def tell_of_case(event: CaseEvent, now: datetime) -> None:
    """What an official or the clock did with a case; senders know what they did themselves."""
    by_sender = event.by_id is None and Who.SENDER in STEPS[Command(event.command)].who
    if not by_sender:
        _tell(event.case.code, event.case.printed_code, f"case:{event.pk}", event.case.unit, LOOK_UP, now)


def tell_of_question(row: Question, now: datetime) -> None:
    """It is answered, or its asker reads why not."""
    _tell(row.code, row.printed_code, f"question:{row.pk}", row.unit, ASKED, now)


def covered(printed: str) -> str:
    """A code that its sender knows again, and nobody else who sees the phone can look up."""
    prefix, _middle, last = printed.split("-")
    return f"{prefix}-••••-{last}"


def _tell(code: str, printed: str, news: str, unit: Unit, path: str, now: datetime) -> None:
    above = unit.parent_id or unit.pk
    tell_of_matter(
        code=code, news=news, sites={unit.pk, above},
        title=_("There is news about code %(code)s") % {"code": covered(printed)},
        body=_("Open the page and enter your code to read it."),
        link=address_on(unit.pk, path) or address_on(above, path), now=now,
    )  # fmt: skip
