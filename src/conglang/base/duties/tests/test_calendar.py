"""Rules and days as the province keeps them, and what a decision does to open duties."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conglang.base.accounts.permissions import Forbidden
from conglang.base.duties import queries
from conglang.base.duties.models import CalendarDay, DueChange, Duty, Rule
from conglang.base.duties.rule_file import read, write
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.keep_days import DayFacts, confirm_day, enter_day, withdraw_day
from conglang.base.duties.services.keep_rules import confirm_rule, enter_rule, import_rules
from conglang.base.duties.tests.conftest import begin, run
from conglang.base.ledger.models import OutboxMessage
from conglang.base.units.scope import use_scope
from conglang.kernel.calendar import DayKind

SWAP = DayFacts(date(2026, 11, 23), DayKind.SWAP_OFF, "Hoán đổi", "Thông báo 1/TB", date(2026, 11, 28))


def local_rule(limit, **more):
    row = {
        "id": "PUB_DEFAULT",
        "title": "Đăng văn bản",
        "starts": "ban hành",
        "limit": limit,
        "certainty": "F0",
    }
    row |= {"from": "2026-01-01", "scope": "98001", "basis": {"doc": "Kế hoạch 3/KH"}} | more
    return read(f"format: 1\nrules: [{row!r}]").entries[0]


def test_a_local_term_counts_when_another_person_confirmed_it(chief, deputy, clerk, commune):
    row = run(enter_rule, chief, unit_id=commune.pk, entry=local_rule("2wd"))
    assert begin(clerk, commune, key="truoc").due_on == date(2026, 11, 30)
    with pytest.raises(ValidationError):
        run(confirm_rule, chief, rule_id=row.pk)
    run(confirm_rule, deputy, rule_id=row.pk)
    duty = begin(clerk, commune, key="sau")
    assert (duty.due_on, duty.due_key) == (date(2026, 11, 25), "PUB_DEFAULT/98001@1")
    assert len(duty.rule_keys) == 2


def test_a_longer_local_term_is_kept_and_shown_and_never_used(chief, deputy, clerk, commune):
    row = run(enter_rule, chief, unit_id=commune.pk, entry=local_rule("9wd"))
    run(confirm_rule, deputy, rule_id=row.pk)
    duty = begin(clerk, commune)
    assert (duty.due_on, row.key in duty.rule_keys) == (date(2026, 11, 30), True)


def test_the_next_version_supersedes_and_the_same_one_is_found(chief, commune):
    first = run(enter_rule, chief, unit_id=commune.pk, entry=local_rule("2wd"))
    assert run(enter_rule, chief, unit_id=commune.pk, entry=local_rule("2wd")).pk == first.pk
    later = local_rule("1wd", **{"from": "2026-12-01"})
    second = run(enter_rule, chief, unit_id=commune.pk, entry=later)
    assert (second.version, second.supersedes) == (2, first.key)
    with pytest.raises(ValidationError):
        run(enter_rule, chief, unit_id=commune.pk, entry=local_rule("3wd"))


def test_only_the_province_keeps_terms_and_days(leader, commune):
    with pytest.raises(Forbidden):
        run(enter_rule, leader, unit_id=commune.pk, entry=local_rule("2wd"))
    with pytest.raises(Forbidden):
        run(enter_day, leader, unit_id=commune.pk, facts=SWAP)


def test_terms_go_out_and_come_in_as_yaml(chief, commune):
    text = write([local_rule("2wd"), *(row.as_entry for row in Rule.objects.all()[:3])])
    found = run(import_rules, chief, text=text)
    assert (found.entered, found.known, found.foreign) == (1, 0, 3)
    assert run(import_rules, chief, text=text).known == 1
    with pytest.raises(ValidationError, match=r"^\['Không đọc được tệp\. [^:]+\.'\]$"):
        run(import_rules, chief, text="rules: [")
    with pytest.raises(ValidationError, match="Mục “A” chưa đúng"):
        run(import_rules, chief, text="format: 1\nrules: [{id: A}]")


@pytest.mark.postgres
def test_a_decision_moves_open_duties_and_writes_the_cause(chief, deputy, clerk, province, commune):
    moved = begin(clerk, commune, rules=["BUD_SUPPORT_POLICY"])
    closed = begin(clerk, commune, rules=["BUD_SUPPORT_POLICY"], key="xong")
    run(fulfil, clerk, duty_id=closed.pk)
    row = run(enter_day, chief, unit_id=province.pk, facts=SWAP)
    assert run(enter_day, chief, unit_id=province.pk, facts=SWAP).pk == row.pk
    with use_scope(clerk.scope):
        assert Duty.objects.get(pk=moved.pk).due_on == date(2026, 11, 26)  # a proposal does not count
    with pytest.raises(ValidationError):
        run(confirm_day, chief, day_id=row.pk)
    run(confirm_day, deputy, day_id=row.pk)
    assert CalendarDay.objects.filter(confirmed_at=None).count() == 0  # both days of the swap
    with use_scope(clerk.scope):
        assert Duty.objects.get(pk=moved.pk).due_on == date(2026, 11, 27)
        assert Duty.objects.get(pk=closed.pk).due_on == date(2026, 11, 26)
        assert "Thông báo 1/TB" in DueChange.objects.get().cause
    message = OutboxMessage.objects.get(name="duties.duties_redated")
    assert message.payload["duty_ids"] == [moved.pk]
    run(withdraw_day, deputy, day_id=row.pk, reason="nhập nhầm")
    with use_scope(clerk.scope):
        assert Duty.objects.get(pk=moved.pk).due_on == date(2026, 11, 26)


@pytest.mark.postgres
def test_a_day_is_decided_once(chief, province):
    run(enter_day, chief, unit_id=province.pk, facts=SWAP)
    with pytest.raises(ValidationError):
        run(
            enter_day, chief, unit_id=province.pk,
            facts=DayFacts(SWAP.on, DayKind.HOLIDAY, "Lễ", "QĐ 5"),
        )  # fmt: skip
    with pytest.raises(ValidationError):
        run(enter_day, chief, unit_id=province.pk, facts=DayFacts(SWAP.on, DayKind.SWAP_OFF, "Lễ", "QĐ 5"))


def test_two_thousand_open_duties_are_dated_anew_in_a_few_steps(chief, deputy, clerk, province, commune):
    first = begin(clerk, commune)
    fields = {
        field.attname: getattr(first, field.attname)
        for field in Duty._meta.concrete_fields
        if field.attname not in {"id", "uid", "key"}
    }
    with use_scope(clerk.scope):
        Duty.objects.bulk_create(
            [Duty(**fields, key=f"k{number}") for number in range(1_999)], batch_size=1_000
        )
    row = run(
        enter_day,
        chief,
        unit_id=province.pk,
        facts=DayFacts(date(2026, 11, 26), DayKind.HOLIDAY, "Lễ", "QĐ 9"),
    )
    with CaptureQueriesContext(connection) as asked:
        run(confirm_day, deputy, day_id=row.pk)
    assert len(asked) <= 60  # how long it takes is measured in bench
    with use_scope(clerk.scope):
        assert Duty.objects.filter(due_on=date(2026, 12, 1)).count() == 2_000
        assert queries.reckon(Duty.objects.last()).agrees
        assert DueChange.objects.count() == 2_000
