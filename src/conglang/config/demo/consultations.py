"""The demonstration's consultations: one is open now, one is over with its opinions weighed and answered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Revision

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Hamlet, Unit
from conglang.base.units.scope import use_scope
from conglang.citizens.consultations.models import Channel, Consultation
from conglang.citizens.consultations.rules import Decision, Stance, Verdict
from conglang.citizens.consultations.services.conclude import write_outcome
from conglang.citizens.consultations.services.speak import Said, speak, type_in
from conglang.citizens.consultations.services.weigh import Weighed, weigh
from conglang.citizens.consultations.services.write import write_consultation
from conglang.config.demo.people import HOA
from conglang.config.demo.stories import Board, board_of
from conglang.kernel.clock import frozen, local_day
from conglang.kernel.ids import uuid7
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit

DAY = timedelta(days=1)
BASIS = "Luật Thực hiện dân chủ ở cơ sở 10/2022/QH15, Điều 25, Điều 28"
OPEN = {
    "title": "Dự thảo Quy chế sử dụng nhà văn hóa thôn",
    "about": "Xã muốn thống nhất giờ mở cửa, việc cho mượn và giữ gìn nhà văn hóa của các thôn.",
    "text": (
        "Điều 1. Giờ mở cửa\nNhà văn hóa mở cửa từ 6 giờ đến 21 giờ hằng ngày.\n\n"
        "Điều 2. Cho mượn\nHộ gia đình được mượn để tổ chức việc cưới, việc tang. Trưởng thôn ghi sổ.\n\n"
        "Điều 3. Giữ gìn\nNgười mượn dọn dẹp sạch sẽ và bàn giao lại trong ngày."
    ),
    "basis": BASIS,
}
OVER = {
    "title": "Dự thảo mức đóng góp làm đường ngõ thôn Mẫu 2",
    "about": "Thôn Mẫu 2 dự kiến đổ bê tông 400 m đường ngõ. Nhà nước hỗ trợ xi măng, Nhân dân đóng góp.",
    "text": "Điều 1. Mức đóng góp\nMỗi hộ góp 1.500.000 đồng.\n\nĐiều 2. Miễn, giảm\nHộ nghèo được miễn.",
    "basis": BASIS,
}
SPOKEN = (
    (Stance.CHANGE, "dieu-1", "Xin cho nộp làm hai đợt vì mùa này chưa thu hoạch.", Verdict.TAKEN, ""),
    (Stance.CHANGE, "dieu-2", "Nên giảm một nửa cho hộ cận nghèo.", Verdict.PARTLY, "Giảm 30 %."),
    (Stance.OPPOSE, "dieu-1", "Mức này cao.", Verdict.EXPLAINED, "Mức này đã thấp hơn dự toán."),
)  # fmt: skip


def ask_the_people(units: Mapping[str, Unit], now: datetime) -> None:
    """Written by a contributor, approved by another; people speak on the site and on paper."""
    unit = units[HOA]
    running = _opened(unit, OPEN, now - 5 * DAY)
    said = Said(
        Stance.CHANGE, "Mùa hè nên mở cửa đến 22 giờ.", "dieu-1", Hamlet.objects.filter(unit=unit)[0].pk
    )
    speak(unit_id=unit.pk, consultation_uid=running.uid, said=said, uid=uuid7(), now=now - 2 * DAY)
    over = _opened(unit, OVER, now - 40 * DAY)
    board = board_of(unit, now)
    writer = board[Role.CONTRIBUTOR]
    with use_scope(writer.scope):
        _weigh_all(over, writer, now)
    _conclude(over, board, now - 8 * DAY)


def _opened(unit: Unit, values: Mapping[str, Any], at: datetime) -> Consultation:
    board = board_of(unit, at)
    writer, day = board[Role.CONTRIBUTOR], local_day(at)
    given = {**values, "opens_on": day, "closes_on": day + 25 * DAY}
    with frozen(at), use_scope(writer.scope):
        row = write_consultation(by=writer, unit_id=unit.pk, values=given, now=at)
    _let_out(row, board, at)
    opened: Consultation = Consultation.objects.get(pk=row.pk)
    return opened


def _weigh_all(over: Consultation, writer: Actor, now: datetime) -> None:
    at = now - 20 * DAY
    with frozen(at):
        for stance, section, text, verdict, reply in SPOKEN:
            said = Said(stance, text, section)
            row = type_in(
                by=writer, consultation_id=over.pk, said=said, channel=Channel.MEETING, uid=uuid7(), now=at
            )
            weigh(by=writer, opinion_id=row.pk, weighed=Weighed(verdict, text, reply), now=at)


def _conclude(over: Consultation, board: Board, at: datetime) -> None:
    writer = board[Role.CONTRIBUTOR]
    values = {
        "decision": Decision.CHANGED.value,
        "text": "Thôn thu làm hai đợt. Hộ cận nghèo được giảm 30 %.",
        "reasons": "",
    }
    with frozen(at), use_scope(writer.scope):
        row = write_outcome(by=writer, consultation_id=over.pk, expected_version="", values=values, now=at)
    _let_out(row, board, at)


def _let_out(row: Any, board: Board, at: datetime) -> None:
    writer, head = board[Role.CONTRIBUTOR], board[Role.HEAD_EDITOR]
    with frozen(at):
        with use_scope(writer.scope):
            # Wagtail dates revisions by its own clock
            Revision.objects.filter(pk=row.latest_revision_id).update(created_at=at)
            submit(item=row, by=writer, now=at)
        with use_scope(head.scope):
            item = type(row).objects.get(pk=row.pk)
            approve(item=item, expected_hash=standing(head, item, now=at).content, by=head, now=at)
