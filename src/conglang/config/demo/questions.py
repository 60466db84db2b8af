"""The demonstration's questions: two answered ones, one among the frequent, and two that wait."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Revision

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.citizens.questions.models import Answer, Channel
from conglang.citizens.questions.services.ask import Wording, ask, type_in
from conglang.citizens.questions.services.hand_out import hand_out
from conglang.citizens.questions.services.mark import keep_among_frequent
from conglang.citizens.questions.services.write import write_answer
from conglang.config.demo.people import HOA
from conglang.config.demo.stories import board_of
from conglang.kernel.clock import frozen, local_day
from conglang.kernel.ids import uuid7
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.verify import verify
from conglang.tools.vault.rules import Contact

DAY = timedelta(days=1)
SENDER = Contact(name="Nguyễn Thị Thử", phone="0900 000 000")
BIRTH = {
    "field": "ho-tich",
    "title": "Làm giấy khai sinh cho con cần mang giấy tờ gì?",
    "asked": "Vợ chồng tôi mới sinh con. Tôi cần mang giấy tờ gì để làm khai sinh?",
    "text": (
        "Anh, chị mang theo giấy chứng sinh và căn cước của cha hoặc mẹ.\n\n"
        "Bộ phận một cửa của xã nhận hồ sơ trong giờ làm việc. Việc này không thu lệ phí nếu làm đúng hạn."
    ),
    "basis": "Luật Hộ tịch 60/2014/QH13, Điều 15, Điều 16",
}
ROAD = {
    "field": "xay-dung",
    "title": "Khi nào làm đường bê tông thôn Mẫu 1?",
    "asked": "",
    "text": "Kế hoạch làm đường thôn Mẫu 1 đang niêm yết để lấy ý kiến. Dự kiến khởi công quý I năm sau.",
    "basis": "Luật Thực hiện dân chủ ở cơ sở 10/2022/QH15, Điều 11",
}


def answer_questions(units: Mapping[str, Unit], now: datetime) -> None:
    """People ask on the site and at the counter; a contributor answers, two others let it out."""
    unit = units[HOA]
    birth = _asked(unit, "Tôi cần mang giấy tờ gì để làm khai sinh cho con?", "ho-tich", now - 20 * DAY)
    row = _answered(unit, BIRTH, birth, now - 15 * DAY)
    _answered(unit, ROAD, None, now - 6 * DAY)
    board = board_of(unit, now)
    head, desk, writer = board[Role.HEAD_EDITOR], board[Role.DESK], board[Role.CONTRIBUTOR]
    with use_scope(head.scope):
        keep_among_frequent(by=head, answer_id=row.pk, is_faq=True, now=now)
    waiting = _asked(unit, "Nhà tôi muốn tách thửa đất vườn thì hỏi ở đâu?", "dat-dai", now - 3 * DAY)
    with use_scope(desk.scope):
        hand_out(by=desk, question_id=waiting, field="dat-dai", official_id=writer.user_id, now=now - 2 * DAY)
        wording = Wording("Người cao tuổi trong xã khám sức khỏe định kỳ ở đâu?", "y-te", SENDER)
        type_in(
            by=desk, unit_id=unit.pk, wording=wording, channel=Channel.COUNTER, uid=uuid7(), now=now - DAY
        )


def _asked(unit: Unit, text: str, topic: str, at: datetime) -> int:
    wording = Wording(text, topic, SENDER)
    return ask(unit_id=unit.pk, wording=wording, uid=uuid7(), now=at).question.pk


def _answered(unit: Unit, values: Mapping[str, Any], question_id: int | None, at: datetime) -> Answer:
    board, given = board_of(unit, at), {"answerer": unit.title, "review_on": local_day(at + 365 * DAY)}
    writer = board[Role.CONTRIBUTOR]
    with frozen(at):
        with use_scope(writer.scope):
            row = write_answer(
                by=writer, unit_id=unit.pk, values=given | dict(values), question_id=question_id, now=at
            )
            # Wagtail dates revisions by its own clock
            Revision.objects.filter(pk=row.latest_revision_id).update(created_at=at)
            submit(item=row, by=writer, now=at)
        for role, decide in ((Role.FIELD_EDITOR, verify), (Role.HEAD_EDITOR, approve)):
            by = board[role]
            with use_scope(by.scope):
                item = Answer.objects.get(pk=row.pk)
                decide(item=item, expected_hash=standing(by, item, now=at).content, by=by, now=at)
    return row
