"""What the demonstration has read from portals outside this installation; both portals are invented."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import everything, use_scope
from conglang.config.demo.people import HOA
from conglang.config.demo.stories import board_of
from conglang.network.exchange.fetching import Answer
from conglang.network.exchange.models import Feed, Use
from conglang.network.exchange.services.add_feed import add_feed
from conglang.network.exchange.services.confirm_feed import confirm_feed
from conglang.network.exchange.services.pull_feed import pull_feed
from conglang.tools.pages.models import Section

DAY = timedelta(days=1)
DRAFTS, LINKS = "https://khuyennong.vidu.example/rss.xml", "https://tinhban.vidu.example/rss.xml"
ITEMS = {
    DRAFTS: (
        ("Lịch xuống giống vụ Đông Xuân ở vùng trũng", "Xuống giống từ ngày 10, né rầy theo lịch chung."),
        ("Cách ủ rơm làm phân ngay tại ruộng", "Rơm trộn chế phẩm, ủ 25 ngày là bón được."),
    ),
    LINKS: (
        ("Tỉnh bạn mở tuyến xe buýt qua cầu Nghiêng Thử", "Tuyến chạy từ 5 giờ đến 19 giờ hằng ngày."),
        ("Hội chợ nông sản liên tỉnh mở cửa ngày 15", "Hơn 100 gian hàng, vào cửa tự do."),
        ("Thông báo điều tiết nước hồ Thí Nghiệm", "Hồ xả nước từ 8 giờ ngày mai, người dân ven sông chú ý."),
    ),
}  # fmt: skip


def read_outside_portals(units: Mapping[str, Unit], now: datetime) -> None:
    """One feed becomes drafts that wait for approval, one a list of links that a second person confirmed."""
    unit = units[HOA]
    board = board_of(unit, now)
    keeper, head = board[Role.DESK], board[Role.HEAD_EDITOR]
    section = Section.objects.get(unit=unit, key="know_how")
    drafts = _added(keeper, "Trung tâm Khuyến nông (minh họa)", DRAFTS, Use.DRAFTS, section.pk, now - 3 * DAY)
    links = _added(keeper, "Cổng thông tin tỉnh bạn (minh họa)", LINKS, Use.LINKS, None, now - 3 * DAY)
    with use_scope(head.scope):
        confirm_feed(by=head, feed=links, now=now - 2 * DAY)
    for feed in (drafts, links):
        answer = Answer(feed.url, _rss(feed, now).encode(), "application/rss+xml", "", "", ())
        pull_feed(feed_id=feed.pk, now=now, fetch=lambda *_url, came=answer, **_conditions: came)
    with everything("nobody answers at invented addresses"):
        Feed.objects.filter(url__in=ITEMS).update(next_at=now + 365 * DAY)


def _added(by: Actor, name: str, url: str, use: Use, section: int | None, at: datetime) -> Feed:
    with use_scope(by.scope):
        return add_feed(
            by=by, unit_id=by.unit_id or 0, name=name, url=url, use=use, section_id=section, now=at
        )


def _rss(feed: Feed, now: datetime) -> str:
    place = feed.url.removesuffix("rss.xml")
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{place}bai-{number}</link>"
        f"<description>{escape(text)}</description>"
        f"<pubDate>{format_datetime(now - number * DAY)}</pubDate></item>"
        for number, (title, text) in enumerate(ITEMS[feed.url], 1)
    )
    head = f"<title>{escape(feed.name)}</title><link>{place}</link>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'
