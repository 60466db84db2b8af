"""The calendar of a place in the matrix: a public entry, one that waits, a draft and an internal one."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department
from conglang.base.units.scope import use_scope
from conglang.content.calendars.models import Entry
from conglang.content.calendars.services.content import EntryContent
from conglang.content.calendars.services.write_entry import write_entry
from conglang.kernel.clock import local_day
from conglang.tools.approval import services
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.queries import standing

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_calendar(place: "Place", now: datetime) -> None:
    """What is public bears the place's word, everything else the hidden one."""
    public, waiting = _write(place, place.word, now), _write(place, place.hidden, now)
    writer, head = place.actor(Role.CONTRIBUTOR), place.actor(Role.HEAD_EDITOR)
    with use_scope(writer.scope):
        for entry in (public, waiting):
            services.submit(item=entry, by=writer, now=now)
    with use_scope(head.scope):
        seen = standing(head, public, now=now).content
        services.approve(item=public, expected_hash=seen, by=head, now=now)
    draft, internal = _write(place, place.hidden, now), _write(place, place.hidden, now, internal=True)
    for entry in (public, waiting, draft, internal):
        place.keep(entry)
        place.seen[seen_key(entry.pk)] = content_hash(entry.latest_revision_id)


def seen_key(pk: object) -> str:
    """How the place remembers what a page of an entry names."""
    return f"calendar {pk}"


def _write(place: "Place", word: str, now: datetime, *, internal: bool = False) -> Entry:
    by = place.actor(Role.CONTRIBUTOR)
    content = EntryContent(
        starts_on=local_day(now) + timedelta(days=1),
        what=f"Họp {word}",
        who=f"Ông {word}",
        place=f"Hội trường {word}",
        note=f"Ghi chú {word}",
        department_id=None if word == place.word else place.things[Department][0].pk,
        internal=internal,
    )
    with use_scope(by.scope):
        return write_entry(by=by, unit_id=place.unit.pk, content=content, now=now)
