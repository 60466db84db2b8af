"""What was sent to the desk of a place in the matrix: a story that is asked about, and one held back."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.services.receive_file import IncomingFile
from conglang.content.submissions.models import Channel, Original, Part
from conglang.content.submissions.services.decide import ask_back
from conglang.content.submissions.services.keep_paper import keep_paper
from conglang.content.submissions.services.receive import Story, receive
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7
from tests.matrix.people import SYSTEM

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_submissions(place: "Place", now: datetime) -> None:
    """Everything bears the hidden word: nothing of it is public before it is an article."""
    writer, desk, word = place.actor(Role.CONTRIBUTOR), place.actor(Role.DESK), place.hidden
    story = Story(
        title=f"Chuyện {word}", text=f"Kể {word}", sender_name=f"Lê {word}", sender_address=f"Ấp {word}",
        place=word, captions=word,
    )  # fmt: skip
    given = {"unit_id": place.unit.pk, "story": story, "now": now}
    with use_scope(writer.scope):
        file = IncomingFile(f"{word}.txt", BytesIO(f"Kèm {word}".encode()))
        row = place.keep(receive(by=writer, channel=Channel.PHONE, uid=uuid7(), files=[file], **given))
        place.keep(*Original.objects.exclude(part=Part.WORDS), *Original.objects.filter(part=Part.WORDS))
    with use_scope(desk.scope):
        ask_back(by=desk, submission_id=row.pk, text=f"Hỏi {word}", now=now)
        keep_paper(by=desk, submission_id=row.pk, received_on=local_day(now), scan=None, now=now)
    with everything("a letter comes"):
        held = {"channel": Channel.MAIL, "uid": uuid7(), "quarantined_because": word}
        place.keep(receive(by=SYSTEM, **held, **given))
