"""What the guards know of a place in the matrix: a stopped item, a file that was read, a ground."""

from datetime import datetime
from typing import TYPE_CHECKING

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
