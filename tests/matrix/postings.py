"""The postings of a place in the matrix: a public one with a line in its log, one that waits, and a draft."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.content.postings.models import Posting
from conglang.content.postings.rules import Act
from conglang.content.postings.services.log import Seen, log_sighting
from conglang.content.postings.services.write import write_posting
from conglang.kernel.clock import local_day
from conglang.tools.approval import services
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.queries import standing

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_postings(place: "Place", now: datetime) -> None:
    """What is public bears the place's word, what happens at the boards and the draft the hidden one."""
    public, draft = _write(place, place.word, now), _write(place, place.hidden, now)
    clerk, head = place.actor(Role.DOCUMENT_CLERK), place.actor(Role.HEAD_EDITOR)
    with use_scope(clerk.scope):
        services.submit(item=public, by=clerk, now=now)
    with use_scope(head.scope):
        seen = standing(head, public, now=now).content
        services.approve(item=public, expected_hash=seen, by=head, now=now)
    with use_scope(clerk.scope):
        line = Seen(f"Bảng tin {place.word}", Act.PUT_UP, now, who=f"Ông {place.hidden}")
        log_sighting(by=clerk, posting_id=public.pk, seen=line, now=now)
    place.keep(public, draft)


def seen_posting(pk: object) -> str:
    """How the place remembers what a page of a posting names."""
    return f"posting {pk}"


def _write(place: "Place", word: str, now: datetime) -> Posting:
    by, today = place.actor(Role.DOCUMENT_CLERK), local_day(now)
    values = {
        "kind": "fee", "title": f"Mức thu {word}", "text": f"Nội dung {word}", "starts_on": today,
        "ends_on": today + timedelta(days=60), "places": [f"Bảng tin {word}"], "note": place.hidden,
    }  # fmt: skip
    with use_scope(by.scope):
        row = write_posting(by=by, unit_id=place.unit.pk, values=values, now=now)
    place.seen[seen_posting(row.pk)] = content_hash(row.latest_revision_id)
    return row
