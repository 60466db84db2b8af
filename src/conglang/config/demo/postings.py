"""The demonstration's boards: a plan that hangs now, and a list of charges that hung its thirty days."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Revision

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA
from conglang.config.demo.pictures import jpeg
from conglang.config.demo.stories import board_of
from conglang.content.postings.models import Posting
from conglang.content.postings.queries import usual_places
from conglang.content.postings.rules import Act
from conglang.content.postings.services.log import Seen, log_sighting
from conglang.content.postings.services.write import write_posting
from conglang.kernel.clock import frozen, local_day
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit

DAY = timedelta(days=1)
WHO = "Ông Nguyễn Văn Mẫu, công chức văn hóa – xã hội"

RUNNING = {
    "kind": "plan",
    "title": "Kế hoạch làm đường bê tông thôn Mẫu 1 năm 2027",
    "text": (
        "Chiều dài 1,2 km, rộng 3,5 m. Kinh phí dự kiến 1.850 triệu đồng, Nhân dân đóng góp 20 %.\n\n"
        "Bà con góp ý tại nhà văn hóa thôn hoặc với Ủy ban nhân dân xã."
    ),
    "note": "Trưởng thôn chụp ảnh bảng mỗi tuần một lần.",
}
ENDED = {
    "kind": "fee",
    "title": "Mức thu quỹ phòng, chống thiên tai và quỹ đền ơn đáp nghĩa năm nay",
    "text": "Quỹ phòng, chống thiên tai: 10.000 đồng một người một năm. Quỹ đền ơn đáp nghĩa: tự nguyện.",
}


def fill_boards(units: Mapping[str, Unit], now: datetime) -> None:
    """Approved by a second person, put up at two places, photographed; the older one was taken down."""
    unit = units[HOA]
    places = usual_places(unit)[:2]
    running = _posted(unit, RUNNING | {"places": places}, now - 9 * DAY, 45)
    ended = _posted(unit, ENDED | {"places": places}, now - 50 * DAY, 35)
    clerk = board_of(unit, now)[Role.CONTRIBUTOR]
    for place in places:
        _log(clerk, running, place, (Act.PUT_UP, now - 9 * DAY), (Act.SEEN, now - 2 * DAY))
        _log(clerk, ended, place, (Act.PUT_UP, now - 50 * DAY), (Act.TAKEN_DOWN, now - 14 * DAY))


def _posted(unit: Unit, values: Mapping[str, Any], at: datetime, days: int) -> Posting:
    board = board_of(unit, at)
    clerk, head = board[Role.CONTRIBUTOR], board[Role.HEAD_EDITOR]
    day = local_day(at)
    given = {"starts_on": day, "ends_on": day + days * DAY, **values}
    with frozen(at):
        with use_scope(clerk.scope):
            row = write_posting(by=clerk, unit_id=unit.pk, values=given, now=at)
            # Wagtail dates revisions by its own clock
            Revision.objects.filter(pk=row.latest_revision_id).update(created_at=at)
            submit(item=row, by=clerk, now=at)
        with use_scope(head.scope):
            seen = standing(head, row, now=at).content
            approve(item=row, expected_hash=seen, by=head, now=at)
    return row


def _log(by: Actor, posting: Posting, place: str, *acts: tuple[Act, datetime]) -> None:
    for act, at in acts:
        # a stand-in for the photo of the board, drawn like every picture of the demonstration
        photo = jpeg("gate", posting.pk + len(place)) if act is Act.PUT_UP else None
        alt = f"Bảng niêm yết tại {place}" if photo else ""
        with frozen(at), use_scope(by.scope):
            seen = Seen(place, act, at, WHO, photo, alt)
            log_sighting(by=by, posting_id=posting.pk, seen=seen, now=at)
