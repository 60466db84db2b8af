"""Write what became of the opinions and what was decided, with the table as it stands now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.audit import record
from conglang.citizens.consultations.models import Consultation, Outcome
from conglang.citizens.consultations.permissions import WRITE
from conglang.citizens.consultations.queries import by_hamlet, counted, names_of, outcome_of, stances
from conglang.citizens.consultations.rules import Stance, Standing
from conglang.citizens.consultations.services.found import lock
from conglang.kernel.clock import local_day
from conglang.tools.approval.versions import Conflict, store


def table_of(about: Consultation) -> dict[str, Any]:
    """What the public table says now: agreement without words is counted, everything else has its row."""
    names = names_of(about.sections)
    rows = [
        {
            "section": names.get(each.section, each.section),
            "gist": each.gist,
            "stance": each.stance,
            "verdict": each.verdict,
            "reply": each.reply,
        }
        for each in counted(about)
        if each.text or each.stance != Stance.AGREE
    ]
    order = list(names.values())
    rows.sort(key=lambda row: order.index(row["section"]) if row["section"] in order else len(order))
    numbers = stances(about)
    counts = {
        "stances": {stance.value: number for stance, number in numbers.items()},
        "hamlets": [list(pair) for pair in by_hamlet(about)],
        "total": sum(numbers.values()),
    }
    words = "\n".join(f"{row['gist']}\n{row['reply']}" for row in rows)
    return {"rows": rows, "counts": counts, "words": words}


@transaction.atomic
def write_outcome(
    *, by: Actor, consultation_id: int, expected_version: str, values: Mapping[str, Any], now: datetime
) -> Outcome:
    """Store a revision of the outcome with today's table; the same values and table change nothing.

    `expected_version` is `version` of what the person had before them, "" for the first one. Raises
    NotFound, Forbidden, Conflict, and ValidationError while people may still speak.
    """
    about, by = lock(Consultation, consultation_id, by, WRITE)
    if not about.live or about.standing(local_day(now)) not in {Standing.CLOSED, Standing.ANSWERED}:
        raise ValidationError(_("The outcome is written when the time for opinions is over."))
    row = outcome_of(about)
    wanted = {**values, **table_of(about)}
    if row is None:
        newest = Outcome(unit_id=about.unit_id, consultation=about)
    else:
        newest = row.get_latest_revision_as_object()
        if all(getattr(newest, name) == value for name, value in wanted.items()):
            return row
        if expected_version != row.version:
            raise Conflict
    for name, value in wanted.items():
        setattr(newest, name, value)
    newest.full_clean()
    revision = store(newest, by=by, row=row)
    record("consultations.outcome_written", newest, by=by, now=now, revision=revision.pk)
    return newest
