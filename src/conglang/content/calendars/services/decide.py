"""Send entries on, approve and return them, many at once; each stands for exactly what was on the screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.content.calendars.models import Entry
from conglang.content.calendars.queries import late_notice
from conglang.content.calendars.services.found import copy_of_newest
from conglang.content.calendars.wording import too_late
from conglang.kernel.clock import local_day
from conglang.kernel.text import one_line
from conglang.tools.approval import services
from conglang.tools.approval.refusals import Refused

Seen = Mapping[int, str]  # entry → hash of its content on the screen


class LateReception(ValidationError):
    """The reception should have been public already, and nobody recorded why it is not."""


@transaction.atomic
def submit_entry(*, entry: Entry, by: Actor, now: datetime, expected_hash: str) -> None:
    """Ask for the approval of an entry. Raises LateReception, ValidationError if it is internal, Refused."""
    newest = _public_version(entry)
    late = late_notice(entry, newest, local_day(now))
    if late and not newest.late_reason:
        raise LateReception({"late_reason": too_late(late)})
    services.submit(item=entry, by=by, now=now, expected_hash=expected_hash)


@transaction.atomic
def approve_entry(
    *, entry: Entry, by: Actor, now: datetime, expected_hash: str, late_reason: str = ""
) -> None:
    """Approve what was seen; it is public at once.

    A reception that is late by now needs the writer's reason or `late_reason`, which goes on record. Raises
    LateReception, ValidationError for an internal one, Refused.
    """
    newest, note = _public_version(entry), one_line(late_reason)
    late = late_notice(entry, newest, local_day(now))
    if late and not (newest.late_reason or note):
        raise LateReception({"late_reason": too_late(late)})
    services.approve(item=entry, expected_hash=expected_hash, by=by, now=now, note=note if late else "")


def _public_version(entry: Entry) -> Entry:
    newest = copy_of_newest(entry)
    if newest.internal:
        raise ValidationError({"internal": _("It is internal, so there is nothing to approve.")})
    return newest


@dataclass
class Outcome:
    """What became of the entries: those done, and why others were refused. `late` needs a recorded reason."""

    done: list[Entry] = field(default_factory=list)
    refused: list[tuple[Entry, str]] = field(default_factory=list)
    late: list[Entry] = field(default_factory=list)


def submit_entries(*, by: Actor, seen: Seen, now: datetime) -> Outcome:
    """Ask for the approval of drafts, as far as possible; repeated, it changes nothing. Raises Forbidden."""

    def submit(entry: Entry) -> None:
        submit_entry(entry=entry, by=by, now=now, expected_hash=seen[entry.pk])

    return _each(by, seen, "calendars.write", submit)


def approve_entries(*, by: Actor, seen: Seen, now: datetime, late_reason: str = "") -> Outcome:
    """Approve what can be approved; own work and what changed meanwhile are refused.

    Repeated, it changes nothing. Raises Forbidden.
    """

    def approve(entry: Entry) -> None:
        approve_entry(entry=entry, by=by, now=now, expected_hash=seen[entry.pk], late_reason=late_reason)

    return _each(by, seen, "calendars.approve", approve)


def return_entries(*, by: Actor, seen: Seen, reason: str, now: datetime) -> Outcome:
    """Send entries back to those who wrote them, saying why. Raises Forbidden."""

    def send_back(entry: Entry) -> None:
        services.return_(item=entry, reason=reason, by=by, now=now)

    return _each(by, seen, "calendars.approve", send_back)


def _each(by: Actor, seen: Seen, permission: str, act: Callable[[Entry], None]) -> Outcome:
    outcome = Outcome()
    rows = Entry.objects.filter(pk__in=seen).select_related("latest_revision")
    for entry in rows.order_by("starts_on", "starts_at", "pk"):
        require(by, permission, entry)
        newest = copy_of_newest(entry)
        try:
            act(entry)
        except LateReception:
            outcome.late.append(newest)
        except ValidationError as error:
            outcome.refused.append((newest, " ".join(error.messages)))
        except Refused as refusal:
            outcome.refused.append((newest, str(refusal)))
        else:
            outcome.done.append(newest)
    return outcome
