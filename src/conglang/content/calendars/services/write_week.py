"""Write a whole week at once, or begin it with what the week before had."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.content.calendars.models import Entry
from conglang.content.calendars.queries import newest_of_week
from conglang.content.calendars.rules import WEEK
from conglang.content.calendars.services.content import EntryContent
from conglang.content.calendars.services.edit_entry import edit_entry
from conglang.content.calendars.services.write_entry import write_entry


@dataclass(frozen=True)
class Line:
    """A line of the form: a draft with the version that was on the screen, or a new one with its uid."""

    content: EntryContent
    entry_id: int | None = None
    version: str = ""
    uid: UUID | None = None


@transaction.atomic
def write_week(*, by: Actor, unit_id: int, lines: Sequence[Line], now: datetime) -> list[Entry]:
    """Store all lines or none; sent twice, nothing changes. Raises what writing and editing one raise."""
    by = require(by, "calendars.write", unit_id)
    return [_store(line, by=by, unit_id=unit_id, now=now) for line in lines]


def _store(line: Line, *, by: Actor, unit_id: int, now: datetime) -> Entry:
    if line.entry_id is None:
        return write_entry(by=by, unit_id=unit_id, content=line.content, now=now, uid=line.uid)
    return edit_entry(
        by=by, entry_id=line.entry_id, expected_version=line.version, content=line.content, now=now
    )


@transaction.atomic
def copy_week(*, by: Actor, unit_id: int, source: date, target: date, now: datetime) -> list[Entry]:
    """Draft in the week of `target` what the week of `source` had (both Mondays); returns the new drafts.

    What is there already, the same time and subject, is not copied again; what was called off is left out.
    Raises Forbidden.
    """
    by = require(by, "calendars.write", unit_id)
    there = {_likeness(EntryContent.of(entry)) for entry in newest_of_week(unit_id, target)}
    weeks = (target - source) // WEEK
    made = []
    for entry in newest_of_week(unit_id, source):
        begins_here = source <= entry.starts_on < source + WEEK
        content = EntryContent.of(entry)
        content = replace(
            content,
            starts_on=entry.starts_on + weeks * WEEK,
            ends_on=entry.ends_on + weeks * WEEK,
            late_reason="",
        )
        if begins_here and not entry.cancelled and _likeness(content) not in there:
            made.append(write_entry(by=by, unit_id=unit_id, content=content, now=now))
    return made


def _likeness(content: EntryContent) -> tuple[object, ...]:
    return content.kind, content.starts_on, content.starts_at, content.what
