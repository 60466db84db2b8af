"""The letter to the head of a department that contributed nothing."""

from datetime import datetime

from django.utils.translation import gettext as _

from conglang.base.accounts.mails import Draft, Words, desk_url
from conglang.base.units.scope import everything
from conglang.content.supervision.models import Nudge

SILENT = "supervision.silent"


def silent(key: int, _words: Words, _now: datetime) -> Draft | None:
    """One reminder; the row says to whom and for which period."""
    with everything("a letter is written for whoever it is addressed to"):
        nudge = Nudge.objects.select_related("person", "department", "unit").filter(pk=key).first()
    if nudge is None or not nudge.person.is_active:
        return None
    subject = _("%(department)s has not contributed an item") % {"department": nudge.department.name}
    return nudge.person.email, subject, {"nudge": nudge, "link": desk_url("workspace:write")}
