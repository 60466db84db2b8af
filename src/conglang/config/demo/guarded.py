"""What the guards found in the demonstration: an article that was stopped, a list to be redacted."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA
from conglang.config.demo.stories import board_of
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.write_article import write_article
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.services.remark import remark
from conglang.tools.approval.services.submit import submit
from conglang.tools.guards.examination import Report
from conglang.tools.guards.models import Inspection
from conglang.tools.guards.rules import VERSION
from conglang.tools.media.models import Image, Recognition, RecognitionState
from conglang.tools.media.services.store import store_document
from conglang.tools.pages.models import Section

LIST = Path(__file__).with_name("samples") / "07-danh-sach-ho-nhan-qua.docx"
STAMPED = """
<p>MẬT</p>
<p>Bài thử của bản trình diễn, không có gì là thật. Dòng chữ ở trên đủ để máy dừng bài này lại.</p>
"""
OPEN = "<p>Xã công khai danh sách hộ nhận quà Tết. Bà con xem trong tệp kèm theo để bổ xung.</p>"


def let_guards_find(units: Mapping[str, Unit], now: datetime) -> None:
    """One writer sends both: one waits with findings and a remark beside it, one does not pass."""
    unit = units[HOA]
    board = board_of(unit, now)
    writer, desk = board[Role.CONTRIBUTOR], board[Role.DESK]
    with use_scope(writer.scope), LIST.open("rb") as file:
        title = "Danh sách hộ nhận quà Tết"
        stored = store_document(by=writer, unit_id=unit.pk, file=file, title=title, now=now)
        attached = {"type": "attachment", "value": {"document": stored.pk}, "id": "tep"}
        item = _send(writer, unit, "Danh sách hộ nhận quà Tết Đinh Mùi", [_text(OPEN), attached], now)
        with suppress(Refused):
            _send(writer, unit, "Kế hoạch diễn tập (bài thử của bản trình diễn)", [_text(STAMPED)], now)
    with use_scope(desk.scope):
        asked = "Danh sách đã niêm yết ở nhà văn hóa thôn chưa?"
        remark(item=item, permission="newsroom.read", quote="tệp kèm theo", text=asked, by=desk, now=now)


def _send(by: Actor, unit: Unit, title: str, body: list[Any], now: datetime) -> Article:
    content = ArticleContent(
        section_id=Section.objects.get(unit=unit, key="notices").pk,
        title=title,
        summary="Bài thử cho phần kiểm tra trước khi công khai.",
        body=body,
        author_name="Trần Thị Thử",
        author_address="Trụ sở UBND xã Hòa Mẫu",
    )
    article = write_article(by=by, content=content, now=now)
    submit(item=article, by=by, now=now)
    return article


def _text(html: str) -> dict[str, str]:
    return {"type": "text", "value": html.strip(), "id": "chu"}


def know_pictures(now: datetime) -> None:
    """The pictures are drawn by ourselves and bear no words, so none has to be read by a program."""
    pictures = list(Image.objects.all())
    Recognition.objects.bulk_create(
        Recognition(
            unit_id=each.unit_id, sha256=each.file_sha256, name=str(each.file.name), extension=each.extension,
            state=RecognitionState.READ, page_count=1, left=[], ordered_at=now,
        )
        for each in pictures
    )  # fmt: skip
    Inspection.objects.bulk_create(
        Inspection(
            unit_id=each.unit_id, sha256=each.file_sha256, version=VERSION, report=Report().as_data(),
            is_scanned=False, at=now,
        )
        for each in pictures
    )  # fmt: skip
