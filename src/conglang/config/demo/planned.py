"""The demonstration's planning: a series, a plan, who writes what, who is reminded, what is inspected."""

from datetime import datetime, timedelta

from conglang.base.accounts.roles import Role
from conglang.base.ledger.sealer import seal
from conglang.base.units.models import Department, Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA
from conglang.config.demo.stories import board_of
from conglang.content.newsroom.models import Article, ArticleKind
from conglang.content.newsroom.services.keep_theme import confirm_theme, enter_theme
from conglang.content.newsroom.themes import Theme, ThemeGroup
from conglang.content.planning.models import Assignment, Target
from conglang.content.planning.services.assign import give, link
from conglang.content.planning.services.plan import approve_plan, begin_plan, set_target
from conglang.content.supervision.models import Checked, Fault, Mark, MarkKind, Round, Span
from conglang.content.supervision.queries import period_with
from conglang.content.supervision.services.inspect import draw_due, enter_mark, open_round, write_finding
from conglang.content.supervision.services.remind import remind_now, set_rhythm
from conglang.kernel.clock import frozen, local_day

SERIES, DAY = timedelta(days=60), timedelta(days=1)
WRITTEN = "Mỗi thôn một đoạn đường hoa: bảy thôn đã xong"
BASIS = "Kế hoạch số 12/KH-MẪU về hoạt động trang thông tin điện tử"


def set_series(units: dict[str, Unit], now: datetime) -> None:
    """A series that runs now; the desk sets it, the head editor confirms."""
    commune, today = units[HOA], local_day(now)
    board = board_of(commune, now)
    desk, head = board[Role.DESK], board[Role.HEAD_EDITOR]
    theme = Theme(
        group=ThemeGroup.SERIES, title="Làng quê đáng sống", basis="Kế hoạch số 05/KH-MẪU",
        valid_from=today - SERIES, valid_to=today + SERIES,
    )  # fmt: skip
    with use_scope(desk.scope):
        theme = enter_theme(by=desk, unit_id=commune.pk, theme=theme, now=now)
    with use_scope(head.scope):
        confirm_theme(by=head, unit_id=commune.pk, theme_id=theme.pk, now=now)


def plan_year(units: dict[str, Unit], now: datetime) -> None:
    """A plan that somebody else approved, and three assignments: done, due soon, of a department."""
    commune, today = units[HOA], local_day(now)
    board = board_of(commune, now)
    desk, leader, writer = board[Role.DESK], board[Role.COMMUNE_LEADER], board[Role.CONTRIBUTOR]
    with use_scope(desk.scope):
        plan = begin_plan(by=desk, unit_id=commune.pk, year=today.year, basis=BASIS, now=now)
        land = Theme.objects.get(slug="dat-dai")
        for target in (Target(theme=land, least=6), Target(kind=ArticleKind.INFOGRAPHIC, quarter=4, least=3)):
            plan = set_target(by=desk, plan_id=plan.pk, target=target, now=now).plan
    with use_scope(leader.scope):
        approve_plan(by=leader, plan_id=plan.pk, seen=plan.changed_at, now=now)
    with use_scope(desk.scope):
        office = Department.objects.filter(unit=commune).order_by("pk").first()
        asked = (
            Assignment(title="Đường hoa của bảy thôn", person_id=writer.user_id),
            Assignment(title="Cấp đổi giấy chứng nhận đất", theme=land, department=office),
            Assignment(title="Video mùa lúa mới", kind=ArticleKind.VIDEO, person_id=writer.user_id),
        )
        rows = []
        for number, assignment in enumerate(asked):
            with frozen(now - 9 * DAY):
                rows.append(
                    give(
                        by=desk, unit_id=commune.pk, assignment=assignment, now=now - 9 * DAY,
                        due_on=today + (number + 1) * 3 * DAY,
                    )
                )  # fmt: skip
        article = Article.objects.get(unit=commune, title=WRITTEN)
        link(by=desk, assignment_id=rows[0].pk, article_id=article.pk, now=now)


def remind_departments(units: dict[str, Unit], now: datetime) -> None:
    """Each department contributes once a month; heads of those that did not were told."""
    commune, month = units[HOA], period_with(Span.MONTH, local_day(now))
    desk = board_of(commune, now)[Role.DESK]
    with use_scope(desk.scope):
        set_rhythm(
            by=desk,
            unit_id=commune.pk,
            span=Span.MONTH,
            basis="Quy chế hoạt động của trang",
            is_on=True,
            now=now,
        )
        remind_now(by=desk, unit_id=commune.pk, period=month, now=now)


def inspect_items(units: dict[str, Unit], now: datetime) -> None:
    """A round of this month in which one item is faulty, and a line of praise."""
    commune, month = units[HOA], period_with(Span.MONTH, local_day(now))
    board = board_of(commune, now)
    head, desk, writer = board[Role.HEAD_EDITOR], board[Role.DESK], board[Role.CONTRIBUTOR]
    with use_scope(head.scope):
        wanted = Round(
            title="Kiểm tra tin, bài trong tháng", first=month.first, last=month.last,
            inspector_id=desk.user_id, size=3,
        )  # fmt: skip
        row = open_round(by=head, unit_id=commune.pk, wanted=wanted, now=now)
        seal(now=now)  # which draws
        draw_due(now=now)
        mark = Mark(
            kind=MarkKind.PRAISE, person_id=writer.user_id, on=local_day(now), decision="45/QĐ-MẪU",
            what="Đóng góp nhiều tin, bài nhất trong quý", basis="Quy chế hoạt động của trang, Điều 14",
        )  # fmt: skip
        enter_mark(by=head, unit_id=commune.pk, mark=mark, now=now)
    with use_scope(desk.scope):
        item = Checked.objects.filter(round=row).order_by("pk")[0]
        note = "Ảnh chưa ghi người chụp."
        write_finding(
            by=desk, checked_id=item.pk, fault=Fault.PICTURE, note=note, needs_correction=True, now=now
        )
