"""How an assignment stands, in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from conglang.base.duties.wording import STATES
from conglang.content.planning.models import Assignment


def standing(row: Assignment, now: datetime) -> str:
    """Public, handed in, or how its day stands."""
    if row.article is not None and row.article.first_published_at is not None:
        return _("published")
    if row.duty is None:
        return _("not asked yet")
    if row.duty.fulfilled_at is not None:
        return _("handed in")
    return str(STATES[row.duty.state(now)][0])
