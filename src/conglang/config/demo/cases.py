"""What citizens of the demonstration brought to their commune, in different states; all invented."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.base.units.scope import use_scope
from conglang.citizens.cases.checking import Message
from conglang.citizens.cases.covering import Box
from conglang.citizens.cases.files import IncomingFile
from conglang.citizens.cases.models import Case, CaseAnswer
from conglang.citizens.cases.queries import sent_files, showable_photos
from conglang.citizens.cases.services import decide, show, visit, work
from conglang.citizens.cases.services.answer import draft_answer, follow_answer
from conglang.citizens.cases.services.counter import print_slips, rate_visit
from conglang.citizens.cases.services.cover import cover
from conglang.citizens.cases.services.send import send
from conglang.config.demo.people import HOA
from conglang.config.demo.pictures import jpeg
from conglang.config.demo.stories import Board, board_of
from conglang.kernel.clock import frozen
from conglang.kernel.ids import uuid7
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services import approve, submit
from conglang.tools.vault.models import Mode
from conglang.tools.vault.rules import Contact

VISITS = (3,) * 9 + (2, 2, 1)  # what people thought of them
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SENDER = Contact(name="Phan Thị Thử", phone="0900 000 000", address="Thôn Mẫu 1", id_number="000000000000")
LAMP = "Đèn đường trước nhà văn hóa thôn không sáng ba đêm nay, các cháu đi học về rất tối."
WASTE = "Bãi rác tự phát cạnh kênh bốc mùi, trời mưa trôi xuống mương."


def bring_cases(units: Mapping[str, Unit], now: datetime) -> None:
    """People write; an officer takes it in, a department works on it, the leader lets the answer out."""
    unit = units[HOA]
    board = board_of(unit, now)
    _answered_and_rated(unit, board, now)
    photo = IncomingFile("rac.jpg", jpeg("river", 3))
    waste = _taken(unit, board, now - 4 * DAY, text=WASTE, category="waste", place="Kênh Thử", files=[photo],
                   **_at("10.7598"))  # fmt: skip
    _cover_photo(waste, board, now - 4 * DAY + 5 * HOUR)
    _public(waste, board, "Bãi rác tự phát cạnh kênh", WASTE, now - 3 * DAY)
    request = _taken(
        unit, board, now - 6 * DAY, stream="information",
        text="Tôi xin bản sao quyết toán quỹ đền ơn đáp nghĩa năm trước.",
    )  # fmt: skip
    head = board[Role.DEPARTMENT_HEAD]
    _do(head, work.ask, request, now - 5 * DAY, text="Anh chị muốn nhận bản giấy hay bản điện tử?")
    road = _taken(
        unit, board, now - 8 * DAY, text="Mặt cầu thôn có ổ gà to, xe máy dễ ngã.", category="road",
        place="Cầu Thử", **_at("10.7544"),
    )  # fmt: skip
    _handed_in(road, board, "Xã đã vá mặt cầu, việc làm xong trong tuần này.", now - 2 * DAY)
    _sent(
        unit, now - 20 * HOUR, stream="policy",
        text="Danh sách hộ được hỗ trợ nhà ở chưa thấy dán tại nhà văn hóa thôn.",
    )  # fmt: skip
    _sent(
        unit, now - 3 * HOUR, text="Vay tiền nhanh, bấm vào liên kết này nhé các bác.", category="other",
        place="Không rõ", held_because=["links"],
    )  # fmt: skip


def rate_visits(units: Mapping[str, Unit], now: datetime) -> None:
    """The counter gives out slips with its receipts; most people rate their visit, some slips wait."""
    unit, at = units[HOA], now - 2 * DAY
    officer = board_of(unit, at)[Role.CASE_OFFICER]
    office = Department.objects.filter(unit=unit).order_by("pk")[0]
    with use_scope(officer.scope):
        slips = print_slips(
            by=officer, unit_id=unit.pk, department_id=office.pk, now=at,
            receipts=[f"HM-{number:04}" for number in range(1, len(VISITS) + 4)],
        )  # fmt: skip
    for (_receipt, code), level in zip(slips, VISITS, strict=False):
        rate_visit(unit_id=unit.pk, code=code, level=level, now=at + HOUR)


def _answered_and_rated(unit: Unit, board: Board, now: datetime) -> None:
    photo = IncomingFile("den.jpg", jpeg("village", 7))
    lamp = _taken(unit, board, now - 12 * DAY, text=LAMP, category="light", files=[photo], **_at("10.7512"))
    _public(lamp, board, "Đèn đường trước nhà văn hóa thôn không sáng", LAMP, now - 11 * DAY)
    answer = _handed_in(
        lamp, board, "Tổ điện đã thay bóng đèn và dây dẫn. Đèn sáng lại từ tối thứ Ba.", now - 9 * DAY
    )
    leader, at = board[Role.COMMUNE_LEADER], now - 8 * DAY
    with frozen(at), use_scope(leader.scope):
        item = CaseAnswer.objects.get(pk=answer.pk)
        approve(item=item, expected_hash=standing(leader, item, now=at).content, by=leader, now=at)
        follow_answer(answer_id=answer.pk, by=leader, now=at)
    visit.rate(unit_id=unit.pk, case_id=lamp.pk, level=3, now=now - 7 * DAY, words="Cảm ơn xã.")


def _at(lat: str) -> dict[str, Decimal]:
    """A place that nobody lives at, along the dyke of the demonstration."""
    return {"lat": Decimal(lat), "lon": Decimal("106.1") + Decimal(lat[-3:]) / 10000}


def _sent(unit: Unit, at: datetime, *, files: Any = (), held_because: Any = (), **words: Any) -> Case:
    hamlet = Hamlet.objects.filter(unit=unit).first()
    given: dict[str, Any] = {"stream": "field", "hamlet_id": hamlet.pk if hamlet else None} | words
    found = send(
        unit_id=unit.pk, message=Message(**given), mode=Mode.NAME_HIDDEN, contact=SENDER, now=at,
        uid=uuid7(), files=files, held_because=held_because,
    )  # fmt: skip
    assert found.case is not None  # noqa: S101  # none of them is a denunciation
    return found.case


def _taken(unit: Unit, board: Board, at: datetime, **words: Any) -> Case:
    case = _sent(unit, at, **words)
    officer, head = board[Role.CASE_OFFICER], board[Role.DEPARTMENT_HEAD]
    office = Department.objects.filter(unit=unit, name="Phòng Văn hóa – Xã hội").first()
    _do(officer, decide.accept, case, at + 2 * HOUR)
    department = office.pk if office else None
    _do(officer, work.assign, case, at + 3 * HOUR, department_id=department, person_id=head.user_id)
    return case


def _do(by: Actor, service: Any, case: Case, at: datetime, **more: Any) -> Any:
    with frozen(at), use_scope(by.scope):
        return service(by=by, case_id=case.pk, now=at, **more)


def _cover_photo(case: Case, board: Board, at: datetime) -> None:
    """The plate of a passing motorcycle, let us say."""
    head = board[Role.DEPARTMENT_HEAD]
    with frozen(at), use_scope(head.scope):
        cover(by=head, photo_id=sent_files(case).get().pk, boxes=[Box(58, 62, 14, 9)], now=at)


def _public(case: Case, board: Board, subject: str, text: str, at: datetime) -> None:
    head = board[Role.DEPARTMENT_HEAD]
    with use_scope(head.scope):
        photos = list(showable_photos(case).values_list("pk", flat=True))
    _do(head, show.propose_words, case, at, subject=subject, text=text, photos=photos)
    leader = board[Role.COMMUNE_LEADER]
    with use_scope(leader.scope):
        seen = show.words_hash(Case.objects.get(pk=case.pk))
    _do(leader, show.put_out, case, at + HOUR, seen=seen)


def _handed_in(case: Case, board: Board, text: str, at: datetime) -> CaseAnswer:
    head = board[Role.DEPARTMENT_HEAD]
    answer: CaseAnswer = _do(head, draft_answer, case, at, values={"outcome": "solved", "text": text})
    with frozen(at), use_scope(head.scope):
        submit(item=CaseAnswer.objects.get(pk=answer.pk), by=head, now=at)
        follow_answer(answer_id=answer.pk, by=head, now=at)
    return answer
