"""Who is told what when: steps, office hours, those above, stand-ins, one letter a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from conglang.base.accounts.mails import desk_url
from conglang.base.accounts.models import Delegation, Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.tasks import send_mail
from conglang.base.duties import queries
from conglang.base.duties.models import Duty, Notice
from conglang.base.duties.permissions import WORK
from conglang.base.duties.reminding import step_of
from conglang.base.duties.rules import Clock
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.keep_days import DayFacts, confirm_day, enter_day
from conglang.base.duties.services.move import extend, pause, resume
from conglang.base.duties.services.post import post_digests
from conglang.base.duties.services.remind import remind
from conglang.base.duties.services.start import Subject
from conglang.base.duties.services.tell import mark_read
from conglang.base.duties.tests.conftest import NOW, SINCE, SYSTEM, begin, official, run
from conglang.base.ledger.models import OutboxMessage
from conglang.base.ledger.outbox import deliver
from conglang.base.units.models import Department
from conglang.base.units.scope import everything, use_scope
from conglang.kernel.calendar import DayKind, load_national_calendar

VIETNAM = load_national_calendar()
MORNING = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)  # Monday 9 o'clock, the last day of the duty
MIDNIGHT = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


@pytest.fixture
def duty(clerk, leader, commune):
    """Five working days from Friday the 20th: due on Monday the 30th."""
    return begin(clerk, commune, person_id=clerk.user_id)


def told(kind=None) -> list[tuple[str, str]]:
    with everything("tests"):
        rows = Notice.objects.select_related("person").order_by("pk")
        return [(row.person.username, row.kind) for row in rows if kind in (None, row.kind)]


def test_steps_are_reached_at_half_at_four_fifths_and_at_the_end():
    begun, end = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 12, tzinfo=UTC)
    clock = Clock(begun, end)
    at = [begun + timedelta(days=each) for each in (4.9, 5, 7.9, 8, 9.99, 10)]
    assert [step_of(clock, each) for each in at] == [0, 50, 50, 80, 80, 100]


def test_offices_are_open_on_working_days_in_the_morning_and_the_afternoon():
    def is_open(day: int, hour: float) -> bool:
        return VIETNAM.is_open(datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour - 7))

    assert [is_open(20, hour) for hour in (7.4, 7.5, 11.4, 11.5, 13.5, 17)] == [
        False, True, True, False, True, False,
    ]  # fmt: skip
    assert (is_open(21, 9), is_open(24, 9)) == (False, False)  # a Saturday; the day of culture


def test_others_learn_when_a_duty_is_paused_resumed_or_extended(duty, clerk, leader):
    run(pause, clerk, duty_id=duty.pk, reason="chờ hồ sơ")
    run(resume, leader, duty_id=duty.pk, now=NOW + timedelta(hours=1))
    run(extend, leader, duty_id=duty.pk, until=date(2026, 12, 10), reason="chờ chữ ký")
    assert told() == [("chutich", "paused"), ("vanthu", "resumed"), ("vanthu", "extended")]


@pytest.mark.postgres
def test_each_step_is_told_once_and_survives_a_second_run(duty):
    assert remind(by=SYSTEM, now=NOW) == 0
    half = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
    assert (remind(by=SYSTEM, now=half), remind(by=SYSTEM, now=half)) == (1, 0)
    assert remind(by=SYSTEM, now=MORNING) == 1
    assert told() == [("vanthu", "half"), ("vanthu", "soon")]


def test_nobody_is_reminded_out_of_hours_but_lateness_is_noticed_at_once(duty):
    evening = datetime(2026, 11, 27, 13, 0, tzinfo=UTC)
    assert remind(by=SYSTEM, now=evening) == 0
    assert remind(by=SYSTEM, now=MIDNIGHT - timedelta(seconds=1)) == 0
    assert remind(by=SYSTEM, now=MIDNIGHT) == 2
    assert sorted(told()) == [("chutich", "late"), ("vanthu", "late")]
    assert OutboxMessage.objects.get(name="duties.duties_late").payload["duty_ids"] == [duty.pk]


def test_what_is_paused_or_done_is_not_told(clerk, duty, commune):
    other = begin(clerk, commune, key="xong", person_id=clerk.user_id)
    run(pause, clerk, duty_id=duty.pk, reason="chờ")
    run(fulfil, clerk, duty_id=other.pk)
    assert remind(by=SYSTEM, now=MIDNIGHT) == 0


def test_stand_ins_and_heads_of_the_department_are_told_too(clerk, leader, commune):
    with everything("tests"):
        office = Department.objects.create(unit=commune, name="Văn phòng")
        head, helper = (official(name, commune, role) for name, role in (
            ("truongphong", Role.DEPARTMENT_HEAD), ("giupviec", Role.CONTRIBUTOR),
        ))  # fmt: skip
        Membership.objects.filter(user=head.user_id).update(department=office)
        Delegation.objects.create(
            unit=commune, giver=Membership.objects.get(user=clerk.user_id), receiver_id=helper.user_id,
            starts_on=SINCE, ends_on=date(2026, 12, 31), decision_number="2/QĐ", decided_on=SINCE,
        )  # fmt: skip
    begin(clerk, commune, department_id=office.pk, person_id=clerk.user_id)
    remind(by=SYSTEM, now=MIDNIGHT)
    assert {name for name, _kind in told("late")} == {"vanthu", "giupviec", "truongphong", "chutich"}


def test_a_duty_of_nobody_is_told_to_its_department_else_to_the_leader(clerk, leader, commune):
    begin(clerk, commune)
    remind(by=SYSTEM, now=MORNING)
    assert told() == [("chutich", "soon")]


def test_a_storm_becomes_one_letter_a_day(clerk, leader, commune):
    User.objects.filter(pk=clerk.user_id).update(email="vanthu@xa.example")
    for number in range(12):
        begin(clerk, commune, key=f"k{number}", title=f"Việc {number}", person_id=clerk.user_id)
    remind(by=SYSTEM, now=MORNING)
    assert post_digests(now=MORNING) == 1
    assert post_digests(now=MORNING + timedelta(hours=1)) == 0
    send_mail.call("duties.digest", clerk.user_id, {"at": MORNING.isoformat()})
    (letter,) = mail.outbox
    assert letter.to == ["vanthu@xa.example"]
    assert letter.subject == "12 lời nhắc về việc có hạn"
    assert letter.body.count("\n- ") == 12
    assert desk_url("duties:notices") in letter.body
    remind(by=SYSTEM, now=MIDNIGHT)
    assert post_digests(now=MIDNIGHT) == 0  # nobody gets letters at night
    assert post_digests(now=MORNING + timedelta(days=1)) == 2  # the clerk and the leader


def test_what_is_done_reminds_nobody_any_more(clerk, leader, duty):
    remind(by=SYSTEM, now=MIDNIGHT)
    run(fulfil, clerk, duty_id=duty.pk, now=MIDNIGHT)
    assert post_digests(now=MORNING + timedelta(days=1)) == 0
    with everything("tests"):
        assert [queries.unread(actor.user_id) for actor in (clerk, leader)] == [0, 0]


def test_what_was_read_is_not_sent(clerk, duty):
    remind(by=SYSTEM, now=MORNING)
    assert run(mark_read, clerk, duty_id=duty.pk) == 1
    assert run(mark_read, clerk) == 0
    assert post_digests(now=MORNING) == 0


def test_a_later_date_is_reminded_of_again_and_told(chief, deputy, clerk, province, commune, duty):
    remind(by=SYSTEM, now=MORNING)
    facts = DayFacts(date(2026, 11, 30), DayKind.HOLIDAY, "Lễ", "QĐ 9")
    row = run(enter_day, chief, unit_id=province.pk, facts=facts)
    run(confirm_day, deputy, day_id=row.pk)
    while deliver(now=NOW):
        pass
    assert told("moved") == [("vanthu", "moved")]
    with everything("tests"):
        assert (Duty.objects.get().due_on, Duty.objects.get().reminded) == (date(2026, 12, 1), 0)
    remind(by=SYSTEM, now=MORNING + timedelta(days=1))
    assert told("soon") == [("vanthu", "soon")] * 2


def test_the_first_person_told_of_a_duty_is_the_one_who_gets_it(clerk, leader, commune):
    begin(leader, commune, person_id=clerk.user_id)
    assert told() == [("vanthu", "given")]


def test_only_people_who_can_work_on_a_duty_are_offered(clerk, commune):
    official("kiemtoan", commune, Role.AUDITOR)
    with everything("tests"):
        assert [user.username for user in queries.workers(commune.pk, NOW)] == ["vanthu"]
    assert clerk.may(WORK, commune.pk)


@pytest.fixture
def rising(duty, clerk, commune, monkeypatch):
    """A duty of a kind that rises, beside one that does not; on 6 December half the time has passed again."""
    monkeypatch.setattr("conglang.base.duties.services.remind.rising", lambda: {"units.unit"})
    return begin(clerk, commune, key="tra-loi", title="Trả lời HB26", subject=Subject(commune, "HB26"))


def test_what_is_far_overdue_rises_to_the_unit_above_in_office_hours(rising, clerk, leader, chief, province):
    night = datetime(2026, 12, 6, 18, 0, tzinfo=UTC)
    morning = night + timedelta(hours=8)
    assert remind(by=SYSTEM, now=MIDNIGHT) == 3  # two duties are late; one of them is a person's
    assert remind(by=SYSTEM, now=night) == 0
    assert (remind(by=SYSTEM, now=morning), remind(by=SYSTEM, now=morning)) == (1, 0)
    with everything("tests"):
        notice = Notice.objects.get(kind="far")
        assert (notice.person_id, notice.duty, notice.unit) == (chief.user_id, rising, province)
    run(fulfil, clerk, duty_id=rising.pk, now=morning)
    with use_scope(chief.scope):
        assert queries.unread(chief.user_id) == 0


def test_a_reminder_that_comes_late_leaves_nobody_out(rising, leader, chief):
    remind(by=SYSTEM, now=datetime(2026, 12, 8, 2, 0, tzinfo=UTC))
    assert {("quantri", "far"), ("chutich", "late"), ("vanthu", "late")} == set(told())
    assert rising.pk in OutboxMessage.objects.get(name="duties.duties_late").payload["duty_ids"]
