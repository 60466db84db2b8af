"""What the guards know of a place in the matrix: a stopped item, a file that was read, a ground."""

from datetime import datetime
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.kernel.proofreading import Kind as Mark
from conglang.tools.approval import services
from conglang.tools.guards.examination import Examination, Report
from conglang.tools.guards.models import Inspection
from conglang.tools.guards.rules import VERSION, Finding, Kind
from conglang.tools.guards.services.stop_item import Subject, give_ground, stop_item
from tests.matrix.people import SYSTEM

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_guards(place: "Place", now: datetime) -> None:
    """All of it is hidden; the item that it is about does not exist."""
    word, unit_id = place.hidden, place.unit.pk
    finding = Finding(Kind.SECRECY, "MẬT", before=word)
    subject = Subject("newsroom.article", 0, unit_id, word, f"Bài {word}")
    place.keep(
        stop_item(subject=subject, examination=Examination(stopping=[(word, finding)]), by=SYSTEM, now=now)
    )
    give_ground(subject=subject, ground="court", note=f"Văn bản {word}", by=SYSTEM, now=now)
    Inspection.objects.create(
        unit_id=unit_id,
        sha256=word,
        version=VERSION,
        report=Report([finding]).as_data(),
        is_scanned=False,
        at=now,
    )


def fill_proofs(place: "Place", now: datetime) -> None:
    """A remark about an article under review and a wording that is kept; both bear the hidden word."""
    desk, item = place.actor(Role.DESK), place.articles["submitted"]
    said = {"item": item, "permission": "newsroom.read", "by": desk, "now": now}
    with use_scope(desk.scope):
        remark = services.remark(text=f"Xem lại đoạn {place.hidden}", quote=place.hidden, **said)
        kept = services.keep_wording(kind=Mark.CONTEXT, words=place.hidden, **said)
    place.keep(remark, kept)
