"""The demonstration's calendars: the weeks around the day on which it is loaded."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Department, Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import BEN, DOI, HOA
from conglang.config.demo.stories import board_of
from conglang.content.calendars.models import Entry, EntryKind
from conglang.content.calendars.rules import WEEK, monday_of
from conglang.content.calendars.services.content import EntryContent
from conglang.content.calendars.services.decide import approve_entries, submit_entries
from conglang.content.calendars.services.edit_entry import cancel_entry, edit_entry
from conglang.content.calendars.services.turn_day import turn_day
from conglang.content.calendars.services.write_entry import write_entry
from conglang.kernel.clock import frozen, local_day
from conglang.tools.approval.hashing import hash_of
from conglang.tools.approval.queries import standing

WORK, MEETING, RECEPTION = EntryKind.WORK, EntryKind.MEETING, EntryKind.RECEPTION
CHAIR, DEPUTY = "Chủ tịch UBND", "Phó Chủ tịch UBND"
OFFICE, ECONOMY, CULTURE = "Văn phòng HĐND và UBND", "Phòng Kinh tế", "Phòng Văn hóa – Xã hội"
AHEAD = timedelta(days=21)  # before its Monday a week is announced: in time for receptions, over holidays too
HALL, ROOM, RECEPTION_ROOM = "Hội trường UBND", "Phòng họp số 1", "Phòng tiếp công dân, trụ sở UBND"

# day of the week, from, until, kind, what, who, place, department
LINES = (
    (0, time(7, 30), time(9), WORK, "Giao ban đầu tuần", "Thường trực HĐND, lãnh đạo UBND", ROOM, OFFICE),
    (1, time(8), None, WORK, "Kiểm tra tiến độ đường giao thông thôn mẫu", DEPUTY, "Thôn Mẫu 1", ECONOMY),
    (2, time(14), time(16, 30), MEETING, "Họp về tiêm phòng cho trẻ em", DEPUTY, HALL, CULTURE),
    (3, time(7, 30), time(11), RECEPTION, "Tiếp công dân định kỳ", CHAIR, RECEPTION_ROOM, OFFICE),
    (4, None, None, WORK, "Làm việc tại cơ sở", CHAIR, "Các thôn", OFFICE),
)


def plan_weeks(units: dict[str, Unit], now: datetime) -> None:
    """Five weeks a commune; a move, a cancellation, and next week's extra meeting still to be decided."""
    this = monday_of(local_day(now))
    for code in (HOA, BEN, DOI):
        people = board_of(units[code], now)
        writer, head = people[Role.CONTRIBUTOR], people[Role.HEAD_EDITOR]
        weeks = [
            _publish_week(units[code], this + number * WEEK, writer, head, now) for number in range(-1, 4)
        ]
        _move(weeks[2][2], weeks[2][2].starts_on + timedelta(days=1), writer, head, now)
        _call_off(weeks[1][1], writer, head, now)
        _leave_waiting(units[code], this + WEEK, writer, now)
    turn_day(now=now)


def _publish_week(unit: Unit, monday: date, writer: Actor, head: Actor, now: datetime) -> list[Entry]:
    departments = dict(Department.objects.filter(unit=unit).values_list("name", "pk"))
    at = min(now, now + (monday - local_day(now)) - AHEAD)
    with frozen(at):
        with use_scope(writer.scope):
            rows = [
                write_entry(
                    by=writer, unit_id=unit.pk, now=at,
                    content=EntryContent(
                        starts_on=monday + timedelta(days=day), starts_at=starts, ends_at=ends, kind=kind,
                        what=what, who=who, place=place, department_id=departments.get(department),
                    ),
                )
                for day, starts, ends, kind, what, who, place, department in LINES
            ]  # fmt: skip
        _decide(rows, writer, head, at)
    return rows


def _decide(rows: list[Entry], writer: Actor, head: Actor, at: datetime) -> None:
    keys = [row.pk for row in rows]
    for by, decide in ((writer, submit_entries), (head, approve_entries)):
        with use_scope(by.scope):
            stored = Entry.objects.filter(pk__in=keys).select_related("latest_revision")
            seen = {row.pk: hash_of(row.latest_revision) for row in stored}
            outcome = decide(by=by, seen=seen, now=at)
        if len(outcome.done) != len(rows):
            raise RuntimeError(f"the demonstration's calendar was refused: {outcome}")


def _move(entry: Entry, day: date, writer: Actor, head: Actor, now: datetime) -> None:
    with use_scope(writer.scope):
        row = Entry.objects.get(pk=entry.pk)
        edit_entry(
            by=writer, entry_id=row.pk, expected_version=row.version, now=now,
            reason="trùng lịch họp của tỉnh",
            content=replace(EntryContent.of(row), starts_on=day, ends_on=day),
        )  # fmt: skip
    _decide([entry], writer, head, now)


def _call_off(entry: Entry, writer: Actor, head: Actor, now: datetime) -> None:
    with use_scope(writer.scope):
        cancel_entry(by=writer, entry_id=entry.pk, reason="mưa lớn, đường vào thôn bị ngập", now=now)
    _decide([entry], writer, head, now)


def _leave_waiting(unit: Unit, monday: date, writer: Actor, now: datetime) -> None:
    content = EntryContent(
        starts_on=monday + timedelta(days=2), starts_at=time(8), ends_at=time(10), kind=MEETING,
        what="Họp góp ý dự thảo quy ước thôn", who=CHAIR, place=HALL,
    )  # fmt: skip
    with use_scope(writer.scope):
        waiting = write_entry(by=writer, unit_id=unit.pk, content=content, now=now)
        write_entry(
            by=writer, unit_id=unit.pk, now=now,
            content=replace(content, what="Họp cấp ủy", starts_at=time(14), ends_at=None, internal=True),
        )  # fmt: skip
        seen = {waiting.pk: standing(writer, waiting, now=now).content}
        submit_entries(by=writer, seen=seen, now=now)
