"""What people of the demonstration sent to the desk, in every state; with words, pictures, paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA
from conglang.config.demo.pictures import jpeg
from conglang.config.demo.stories import Board, board_of
from conglang.content.newsroom.services.receive_file import IncomingFile
from conglang.content.submissions.models import Channel, Consent, Submission
from conglang.content.submissions.services.decide import ask_back, decline, take
from conglang.content.submissions.services.keep_paper import keep_paper
from conglang.content.submissions.services.make_article import make_article
from conglang.content.submissions.services.receive import Story, receive
from conglang.kernel.clock import frozen, local_day
from conglang.kernel.ids import uuid7
from conglang.tools.pages.models import Section

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SAMPLE = Path(__file__).parent / "samples" / "02-tin-khoi-cong-cau.docx"


def send_to_desk(units: Mapping[str, Unit], now: datetime) -> None:
    """A contributor, a department head, a villager on paper and strangers by e-mail write to one commune."""
    unit = units[HOA]
    board = board_of(unit, now)
    writer, head, desk = board[Role.CONTRIBUTOR], board[Role.DEPARTMENT_HEAD], board[Role.DESK]
    _settled(unit, board, now)
    _send(
        unit, writer, now - 5 * HOUR, files=[_picture("river", 3)], captions="Người dân vớt bèo trên kênh",
        consent=Consent.AGREED, place="Kênh Thử",
        words=(
            "Bà con vớt bèo, khơi thông kênh (mẫu)",
            "Sáng nay hơn 30 hộ dân cùng vớt bèo trên đoạn kênh dài 800 mét.",
        ),
    )  # fmt: skip
    office = Department.objects.filter(unit=unit, name="Phòng Văn hóa – Xã hội").first()
    words = (
        "Lịch tập văn nghệ mừng ngày hội (mẫu)", "Các thôn tập luyện từ 19 giờ 30 tại nhà văn hóa.",
    )  # fmt: skip
    _send(unit, head, now - 2 * HOUR, words, department_id=office.pk if office else None)
    word = IncomingFile(SAMPLE.name, BytesIO(SAMPLE.read_bytes()))
    _send(unit, writer, now - 26 * HOUR, ("Khởi công cầu thôn (mẫu)", ""), channel=Channel.WORD, files=[word])
    _on_paper(unit, desk, now)
    letters = (
        ("Khuyến mãi cực sốc (mẫu)", "Mua một tặng một."),
        ("Xin hỏi (mẫu)", "Tôi ở xa quê muốn gửi bài."),
    )
    for number, letter in enumerate(letters, 1):
        _send(
            unit, Actor.system("Hộp thư"), now - number * HOUR, letter, channel=Channel.MAIL,
            because="Người gửi chưa có trong danh sách.", sender_name=f"Người gửi {number}", hamlet_id=None,
        )  # fmt: skip


def _on_paper(unit: Unit, desk: Actor, now: datetime) -> None:
    """The desk types in what a villager brought, and keeps the signed form."""
    words = (
        "Cụ bà 90 tuổi hiến đất làm đường (mẫu)",
        "Cụ Bùi Thị Mẫu hiến 120 mét vuông đất vườn để mở rộng đường thôn.",
    )
    whose: dict[str, Any] = {"sender_name": "Bùi Văn Thử", "sender_address": "Thôn Đông Thử"}
    row = _send(unit, desk, now - 3 * DAY, words, channel=Channel.PAPER, **whose)
    at = now - 2 * DAY
    with use_scope(desk.scope):
        take(by=desk, submission_id=row.pk, now=at)
        scan = _picture("gate", 8).file
        keep_paper(by=desk, submission_id=row.pk, received_on=local_day(at), scan=scan, now=at)


def _settled(unit: Unit, board: Board, now: datetime) -> None:
    """One became an article, one was not used, one waits for an answer."""
    writer, desk = board[Role.CONTRIBUTOR], board[Role.DESK]
    news = Section.objects.get(unit=unit, key="news")
    words = ("Trạm y tế khám mắt cho người cao tuổi (mẫu)", "Hơn 100 cụ được khám và phát kính.")
    made = _send(
        unit, writer, now - 6 * DAY, words, files=[_picture("village", 5)], captions="Đường vào trạm y tế",
        consent=Consent.NOBODY,
    )  # fmt: skip
    known = _send(unit, writer, now - 4 * DAY, ("Thông báo cúp điện (mẫu)", "Cúp điện cả ngày thứ Bảy."))
    asked = _send(unit, writer, now - DAY, ("Thi nấu ăn ở nhà văn hóa (mẫu)", "Vui lắm."))
    with use_scope(desk.scope):
        with frozen(now - 5 * DAY):
            make_article(by=desk, submission_id=made.pk, section_id=news.pk, now=now - 5 * DAY)
        decline(by=desk, submission_id=known.pk, reason="Tin này đã được đăng hôm trước.", now=now - 4 * DAY)
        ask_back(
            by=desk, submission_id=asked.pk, text="Hội thi có bao nhiêu đội, đội nào được giải?", now=now
        )


def _send(
    unit: Unit,
    by: Actor,
    at: datetime,
    words: tuple[str, str],
    *,
    channel: Channel = Channel.PHONE,
    files: Sequence[IncomingFile] = (),
    because: str = "",
    **more: Any,
) -> Submission:
    hamlet = Hamlet.objects.filter(unit=unit).first()
    told: dict[str, Any] = {
        "sender_name": by.name, "sender_address": unit.title, "happened_on": local_day(at),
        "happened_at": time(7, 30), "hamlet_id": hamlet.pk if hamlet else None,
    }  # fmt: skip
    story = Story(title=words[0], text=words[1], **told | more)
    with frozen(at), use_scope(by.scope):
        return receive(
            by=by, unit_id=unit.pk, channel=channel, uid=uuid7(), story=story, now=at, files=files,
            quarantined_because=because,
        )  # fmt: skip


def _picture(scene: str, seed: int) -> IncomingFile:
    return IncomingFile(f"{scene}.jpg", jpeg(scene, seed))
