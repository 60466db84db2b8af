"""Send entries on, approve and return them, many at once; each stands for exactly what was on the screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.content.calendars.models import Entry
from conglang.content.calendars.queries import late_notice
from conglang.content.calendars.services.found import copy_of_newest
from conglang.kernel.clock import local_day
from conglang.kernel.text import nfc
from conglang.tools.approval import services
from conglang.tools.approval.refusals import Refused

Seen = Mapping[int, str]  # entry → hash of its content on the screen


@dataclass
class Outcome:
    """What became of the entries: those done, and why others were refused. `late` needs a recorded reason."""

    done: list[Entry] = field(default_factory=list)
    refused: list[tuple[Entry, str]] = field(default_factory=list)
    late: list[Entry] = field(default_factory=list)


def submit_entries(*, by: Actor, seen: Seen, now: datetime) -> Outcome:
    """Ask for the approval of drafts. A late reception without a reason and internal entries stay behind.

    Repeated, it changes nothing. Raises Forbidden.
    """

    def submit(entry: Entry, newest: Entry, outcome: Outcome) -> None:
        if newest.internal:
            outcome.refused.append((newest, _("It is internal, so there is nothing to approve.")))
        elif late_notice(entry, newest, local_day(now)) and not newest.late_reason:
            outcome.late.append(newest)
        else:
            services.submit(item=entry, by=by, now=now, expected_hash=seen[entry.pk])
            outcome.done.append(newest)

    return _each(by, seen, "calendars.write", submit)


def approve_entries(*, by: Actor, seen: Seen, now: datetime, late_reason: str = "") -> Outcome:
    """Approve what was seen; it is public at once. What changed meanwhile and own work are refused.

    A reception that is late by now needs the writer's reason or `late_reason`, which goes on record. Repeated,
    it changes nothing. Raises Forbidden.
    """
    note = " ".join(nfc(late_reason).split())

    def approve(entry: Entry, newest: Entry, outcome: Outcome) -> None:
        late = late_notice(entry, newest, local_day(now))
        if newest.internal:
            outcome.refused.append((newest, _("It is internal, so there is nothing to approve.")))
        elif late and not (newest.late_reason or note):
            outcome.late.append(newest)
        else:
            services.approve(
                item=entry, expected_hash=seen[entry.pk], by=by, now=now, note=note if late else ""
            )
            outcome.done.append(newest)

    return _each(by, seen, "calendars.approve", approve)


def return_entries(*, by: Actor, seen: Seen, reason: str, now: datetime) -> Outcome:
    """Send entries back to those who wrote them, saying why. Raises Forbidden."""

    def send_back(entry: Entry, newest: Entry, outcome: Outcome) -> None:
        services.return_(item=entry, reason=reason, by=by, now=now)
        outcome.done.append(newest)

    return _each(by, seen, "calendars.approve", send_back)


def _each(by: Actor, seen: Seen, permission: str, act: Callable[[Entry, Entry, Outcome], None]) -> Outcome:
    outcome = Outcome()
    for entry in Entry.objects.filter(pk__in=seen).order_by("starts_on", "starts_at", "pk"):
        require(by, permission, entry)
        newest = copy_of_newest(entry)
        try:
            with transaction.atomic():
                act(entry, newest, outcome)
        except Refused as refusal:
            outcome.refused.append((newest, str(refusal)))
    return outcome
