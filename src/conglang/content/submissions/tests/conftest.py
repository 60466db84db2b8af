"""A commune whose people send things to its desk."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image as Picture

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.tests.villages import desk, stopped_at, two  # noqa: F401  # a fixture
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.services.receive_file import IncomingFile
from conglang.content.newsroom.tests.conftest import NOW, Commune, commune
from conglang.content.submissions.models import Channel, Consent, Submission
from conglang.content.submissions.services.receive import Story, receive
from conglang.kernel.ids import uuid7

MINUTE = timedelta(minutes=1)


frozen = stopped_at(NOW)
home, neighbour = two(commune)


def jpeg(colour: str = "red") -> bytes:
    data = BytesIO()
    Picture.new("RGB", (60, 40), colour).save(data, "JPEG")
    return data.getvalue()


def file(name: str, data: bytes) -> IncomingFile:
    return IncomingFile(name, BytesIO(data))


def story(**more: Any) -> Story:
    given = {
        "title": "Bà con ấp Tân Hòa vá đường",
        "text": "Sáng nay 20 hộ dân vá lại đoạn đường đầu ấp.",
        "sender_name": "Lê Thị Bông",
        "sender_address": "Ấp Tân Hòa",
        "place": "Cầu Ván",
        "happened_on": NOW.date(),
        "consent": Consent.AGREED.value,
    }
    return Story(**given | more)


def send(of: Commune, by: Actor | None = None, files: Any = (), **more: Any) -> Submission:
    by = by or of.writer
    given = {"uid": uuid7(), "channel": Channel.PHONE, "story": story(), "now": NOW}
    with use_scope(by.scope):
        return receive(by=by, unit_id=of.unit.pk, files=files, **given | more)


def again(row: Submission) -> Submission:
    with everything("tests"):
        found: Submission = Submission.objects.get(pk=row.pk)
        return found
