"""The life of a duty, as people and other rooms make it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.duties import queries
from conglang.base.duties.models import DueChange, Duty, Rule
from conglang.base.duties.rules import State
from conglang.base.duties.services.close import cancel, fulfil
from conglang.base.duties.services.keep_hours import set_hours
from conglang.base.duties.services.move import extend, pause, resume
from conglang.base.duties.services.start import Subject
from conglang.base.duties.tests.conftest import NOW, SINCE, begin, official, run
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Department
from conglang.base.units.scope import use_scope

DAY = timedelta(days=1)


def stored(duty, by):
    with use_scope(by.scope):
        return Duty.objects.get(pk=duty.pk)


def test_every_row_of_the_table_of_terms_is_there(db):
    assert Rule.objects.filter(is_delivered=True).count() == Rule.objects.count() > 50
    assert Rule.objects.get(rule_id="PUB_DEFAULT").as_rule.legal_basis.cite().startswith("khoản 4 Điều 18")


def test_a_duty_is_due_by_the_rule_in_force(clerk, commune):
    duty = begin(clerk, commune)
    assert (duty.due_on, duty.rule_keys) == (date(2026, 11, 30), ["PUB_DEFAULT/VN@1"])
    assert duty.state(NOW) is State.OPEN
    assert duty.state(duty.due_at) is State.OVERDUE


@pytest.mark.postgres
def test_starting_twice_changes_nothing(clerk, commune):
    with use_scope(clerk.scope):
        row = Department.objects.create(unit=commune, name="Văn phòng")
    subject = Subject(row, "Văn phòng", "/van-ban/1/")
    first = begin(clerk, commune, subject=subject)
    again = begin(clerk, commune, subject=subject, rules=["INFO_REQ"], title="Khác")
    assert (again.pk, again.title) == (first.pk, first.title)
    assert AuditEntry.objects.filter(verb="duties.started").count() == 1
    with use_scope(clerk.scope):
        assert list(queries.duties_about(row)) == [first]


def test_a_neighbour_starts_nothing_here(commune, neighbour):
    stranger = official("nguoila", neighbour, Role.DOCUMENT_CLERK)
    with pytest.raises(NotFound):
        begin(stranger, commune)


def test_an_auditor_only_reads(commune):
    auditor = official("kiemtoan", commune, Role.AUDITOR)
    with pytest.raises(Forbidden):
        begin(auditor, commune)


def test_a_term_in_hours_needs_an_hour(clerk, commune):
    with pytest.raises(ValidationError):
        begin(clerk, commune, rules=["INCIDENT"])
    at = datetime(2026, 11, 20, 1, tzinfo=UTC)
    assert begin(clerk, commune, rules=["INCIDENT"], at=at).due_at == at + 3 * DAY


def test_working_hours_follow_the_hours_that_the_commune_lays_down(clerk, commune):
    Rule.objects.create(
        rule_id="TRIAGE", scope="98001", title="Phân loại", starts="tiếp nhận", limit="4wh", doc="QĐ 1",
        certainty="F0", valid_from=SINCE, is_delivered=True,
    )  # fmt: skip
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)  # Friday, 16 o'clock
    duty = begin(clerk, commune, rules=["TRIAGE"], at=at)
    assert duty.due_at == datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
    manager = official("quanly", commune, Role.UNIT_ADMINISTRATOR)
    given = {"unit_id": commune.pk, "since": date(2026, 11, 23), "hours": "7h-11h"}
    with pytest.raises(Forbidden):
        run(set_hours, clerk, **given)
    for wrong in ({"hours": "sáng"}, {"since": date(2026, 11, 1)}):
        with pytest.raises(ValidationError):
            run(set_hours, manager, **given | wrong)
    run(set_hours, manager, **given)
    assert stored(duty, clerk).due_at == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_no_term_in_force_no_duty(clerk, commune):
    with pytest.raises(ValidationError):
        begin(clerk, commune, rules=["QA_DEFAULT"])


def test_a_pause_moves_the_date_and_says_why(clerk, commune):
    duty = begin(clerk, commune)
    run(pause, clerk, duty_id=duty.pk, reason="chờ bổ sung hồ sơ", now=NOW + 3 * DAY)
    paused = run(pause, clerk, duty_id=duty.pk, reason="lần nữa", now=NOW + 4 * DAY)
    assert (len(paused.pauses), paused.state(NOW + 30 * DAY)) == (1, State.PAUSED)
    resumed = run(resume, clerk, duty_id=duty.pk, now=NOW + 6 * DAY)  # Wednesday and Thursday do not count
    assert resumed.due_on == date(2026, 12, 2)
    with use_scope(clerk.scope):
        change = DueChange.objects.get()
        assert (change.was_on, change.is_on) == (date(2026, 11, 30), date(2026, 12, 2))
        assert "chờ bổ sung hồ sơ" in change.cause
        assert queries.reckon(stored(duty, clerk)).agrees


def test_a_late_duty_is_not_paused(clerk, commune):
    duty = begin(clerk, commune)
    with pytest.raises(ValidationError):
        run(pause, clerk, duty_id=duty.pk, reason="chờ", now=duty.due_at)


def test_extensions_have_a_reason_an_approver_and_an_end(clerk, leader, commune):
    duty = begin(clerk, commune, person_id=clerk.user_id)
    with pytest.raises(Forbidden):
        run(extend, clerk, duty_id=duty.pk, until=date(2026, 12, 4), reason="phức tạp")
    with pytest.raises(ValidationError):
        run(extend, leader, duty_id=duty.pk, until=date(2026, 11, 27), reason="phức tạp")
    with pytest.raises(ValidationError):
        run(extend, leader, duty_id=duty.pk, until=date(2026, 12, 4), reason=" ")
    for until in (date(2026, 12, 4), date(2026, 12, 4), date(2026, 12, 8)):
        extended = run(extend, leader, duty_id=duty.pk, until=until, reason="vụ việc phức tạp")
    assert (extended.due_on, extended.original_on) == (date(2026, 12, 8), date(2026, 11, 30))
    assert [each["by"] for each in extended.extensions] == [leader.name] * 2
    with pytest.raises(ValidationError):
        run(extend, leader, duty_id=duty.pk, until=date(2026, 12, 10), reason="lần ba")


def test_nobody_extends_or_cancels_their_own_duty(leader, commune):
    duty = begin(leader, commune, person_id=leader.user_id)
    with pytest.raises(ValidationError):
        run(extend, leader, duty_id=duty.pk, until=date(2026, 12, 4), reason="bận")
    with pytest.raises(ValidationError):
        run(cancel, leader, duty_id=duty.pk, reason="bận")


@pytest.mark.postgres
def test_done_in_time_done_late_and_never_changed_again(clerk, leader, commune):
    early, late = begin(clerk, commune), begin(clerk, commune, key="khac")
    done = run(fulfil, clerk, duty_id=early.pk, now=NOW + DAY)
    assert done.state(NOW + 60 * DAY) is State.DONE_IN_TIME
    assert run(fulfil, clerk, duty_id=late.pk, now=late.due_at).state(late.due_at) is State.DONE_LATE
    again = run(cancel, leader, duty_id=early.pk, reason="nhầm", now=NOW + 2 * DAY)
    assert again.cancelled_at is None
    assert run(fulfil, clerk, duty_id=early.pk, now=NOW + 9 * DAY).fulfilled_at == NOW + DAY
    with pytest.raises(ValidationError):
        run(pause, clerk, duty_id=early.pk, reason="chờ")


def test_it_is_not_done_tomorrow(clerk, commune):
    duty = begin(clerk, commune)
    with pytest.raises(ValidationError):
        run(fulfil, clerk, duty_id=duty.pk, at=NOW + DAY)


def test_cancelling_needs_a_reason(clerk, leader, commune):
    duty = begin(clerk, commune)
    with pytest.raises(ValidationError):
        run(cancel, leader, duty_id=duty.pk, reason="")
    assert run(cancel, leader, duty_id=duty.pk, reason="văn bản mật").state(NOW) is State.CANCELLED


def test_a_duty_keeps_the_rule_that_it_started_under(clerk, commune):
    duty = begin(clerk, commune)
    old = Rule.objects.get(rule_id="PUB_DEFAULT")
    Rule.objects.create(
        rule_id="PUB_DEFAULT", version=2, title=old.title, starts=old.starts, limit="1wd", doc="Luật mới",
        certainty="F1", valid_from=date(2026, 11, 1), supersedes=old.key, is_delivered=True,
    )  # fmt: skip
    with use_scope(clerk.scope):
        assert queries.reckon(stored(duty, clerk)).verdict.on == date(2026, 11, 30)
    assert begin(clerk, commune, key="moi").due_on == date(2026, 11, 23)
