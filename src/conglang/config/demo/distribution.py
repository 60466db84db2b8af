"""A warning of the demonstration's province on the sites of two communes; one of them adds its own words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import BEN, HOA, PROVINCE
from conglang.config.demo.stories import board_of, have_approved
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.write_article import write_article
from conglang.kernel.clock import frozen
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.distribution.models import Line
from conglang.tools.distribution.services.follow import follow
from conglang.tools.distribution.services.receive import write_remark
from conglang.tools.distribution.services.set_sheet import set_sheet
from conglang.tools.pages.models import Section

TITLE = "Chằng chống nhà cửa trước đợt mưa lớn cuối tháng 11"
SUMMARY = "Bà con vùng thấp và ven sông cần kê cao đồ đạc, chằng mái nhà và theo dõi tin dự báo."
BODY = (
    "<p>Từ ngày 24 đến ngày 27/11/2026, tỉnh Sông Mẫu có mưa to đến rất to. Nước sông lên nhanh về đêm.</p>"
    "<ul><li>Kê cao lúa gạo, giấy tờ và đồ điện.</li><li>Chằng mái tôn, chặt cành cây gần nhà.</li>"
    "<li>Sạc đầy điện thoại, chuẩn bị đèn pin và nước uống.</li></ul>"
)
REMARK = "Bà con thôn Tây Thử cần chỗ ở tạm, xin đến nhà văn hóa thôn. Điện thoại: 0900 000 101."


def put_on_sites_below(units: Mapping[str, Unit], now: datetime) -> None:
    """Written and approved in the province; nothing of it is copied."""
    province, at = units[PROVINCE], now - timedelta(hours=3)
    board = board_of(province, at)
    writer = board[Role.CONTRIBUTOR]
    with frozen(at), use_scope(writer.scope):
        section = Section.objects.get(unit=province, key="notices")
        content = ArticleContent(
            section_id=section.pk, title=TITLE, summary=SUMMARY, author_name=writer.name,
            author_address=f"Ban biên tập {province.naming.in_text}",
            body=[{"type": "text", "value": BODY, "id": str(uuid4())}],
        )  # fmt: skip
        item = write_article(by=writer, content=content, now=at)
        sheet = {"portal": {"units": [units[code].pk for code in (HOA, BEN)]}}
        item = Article.objects.get(pk=item.pk)
        set_sheet(by=writer, item=item, sheet=sheet, expected_version=item.latest_revision_id, now=at)
    with frozen(at), use_scope(writer.scope):
        submit(item=item, by=writer, now=at)
    with frozen(at):
        have_approved(item, PROVINCE, board, at)
    follow(label=Article._meta.label_lower, object_id=item.pk, now=at)
    _answer(units[HOA], item.pk, now - timedelta(hours=2))


def _answer(unit: Unit, item_id: int, at: datetime) -> None:
    board = board_of(unit, at)
    writer = board[Role.CONTRIBUTOR]
    with frozen(at), use_scope(writer.scope):
        line = Line.objects.get(unit=unit, channel="portal", object_id=item_id)
        remark = write_remark(
            by=writer, line_id=line.pk, title=TITLE, text=REMARK, expected_version=None, now=at
        )
    _decide(remark, writer, board[Role.HEAD_EDITOR], at)


def _decide(item: Publishable, writer: Actor, head: Actor, at: datetime) -> None:
    with frozen(at), use_scope(writer.scope):
        submit(item=item, by=writer, now=at)
    with frozen(at), use_scope(head.scope):
        row = type(item).objects.get(pk=item.pk)
        approve(item=row, expected_hash=content_hash(row.latest_revision_id), by=head, now=at)
