"""Entering starts the clock of law, publishing stops it, and the coverage says how the catalogue stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conglang.base.accounts.permissions import Forbidden
from conglang.base.duties.models import Duty, Rule
from conglang.base.duties.rules import State as DutyState
from conglang.base.units.scope import everything, use_scope
from conglang.content.disclosure.catalogue import delivered
from conglang.content.disclosure.models import Entry, Heading
from conglang.content.disclosure.queries import coverage, coverage_below
from conglang.content.disclosure.rules import FileKind, Period, State
from conglang.content.disclosure.services.keep_time import end_terms, start_periods
from conglang.content.disclosure.services.show import made_public, take_down_entry, taken_down
from conglang.content.disclosure.tests.conftest import NOW, SYSTEM, a_section, put
from conglang.kernel.clock import local_day

TODAY = local_day(NOW)


def state_of(place, key, on=TODAY):
    with everything("tests"):
        return {row.heading.key: row for row in coverage(place.unit, on).rows}[key].standing


def test_what_is_entered_is_due_as_the_law_has_it_and_done_when_it_is_public(world):
    entry = put(world.home)
    assert entry.duty.due_on == date(2026, 11, 30), "5 working days over a holiday"
    assert state_of(world.home, "contractors").state is State.DUE_SOON
    assert state_of(world.home, "contractors", date(2026, 12, 1)).state is State.MISSING
    clerk = world.home.actor("clerk")
    later = NOW + timedelta(days=1)
    with use_scope(clerk.scope):
        for _again in range(2):
            made_public(by=clerk, row=a_section(world.home), at=later, now=later)
    with everything("tests"):
        entry = Entry.objects.select_related("duty").get()
        assert (entry.live, entry.public_at) == (True, later)
        assert entry.duty.state(later) is DutyState.DONE_IN_TIME
    assert state_of(world.home, "contractors").state is State.COMPLETE


@pytest.mark.postgres
def test_the_same_row_is_entered_once(world):
    assert put(world.home).pk == put(world.home).pk
    with everything("tests"):
        assert (Entry.objects.count(), Duty.objects.count()) == (1, 1)


def test_a_kind_of_file_that_the_heading_does_not_take_is_refused_in_words(world):
    with pytest.raises(ValidationError) as refused:
        put(world.home, "legal_documents", files=(FileKind.SPREADSHEET,))
    said = " ".join(refused.value.message_dict["files"])
    assert said.startswith("Đề mục “Văn bản quy phạm pháp luật” cần: PDF đã ký số, bản quét có dấu đỏ.")
    assert said.endswith("Không nhận: bảng tính (XLSX, CSV).")
    with pytest.raises(ValidationError):
        put(world.home, "budget_draft", files=(FileKind.SPREADSHEET,), period=Period(2027))
    both = (FileKind.SIGNED_PDF, FileKind.SPREADSHEET)
    assert put(world.home, "budget_draft", files=both, period=Period(2027)).files == [
        "signed_pdf",
        "spreadsheet",
    ]


def test_a_heading_asks_for_its_own_kind_of_period(world):
    for heading, period in (("contractors", Period(2026)), ("reports", Period(2026)), ("nichts", Period())):
        with pytest.raises(ValidationError):
            put(world.home, heading, period=period)


def test_information_older_than_the_law_has_until_the_first_of_march(world):
    entry = put(world.home, made_on=date(2026, 5, 5))
    assert entry.duty.due_on == date(2027, 3, 1)


def test_the_clock_of_a_period_begins_by_itself_and_is_the_one_of_the_entry(world):
    with everything("tests"):
        begun = {duty.key: duty for duty in start_periods(by=SYSTEM, unit=world.home.unit, now=NOW)}
        assert start_periods(by=SYSTEM, unit=world.home.unit, now=NOW) == []
    assert begun["cong-khai-disclosure_list-2026-q4"].due_on == date(2026, 12, 31)
    assert begun["cong-khai-budget_execution_09-2026"].due_on == date(2026, 10, 12), "the tenth is a Saturday"
    assert "cong-khai-budget_draft-2026" not in begun, "that year's draft was made before the decree"
    assert state_of(world.home, "budget_execution_09").state is State.MISSING
    entry = put(
        world.home, "budget_execution_09", period=Period(2026), made_on=date(2026, 10, 9), public_at=NOW
    )
    with everything("tests"):
        assert entry.duty == begun["cong-khai-budget_execution_09-2026"]
        assert Duty.objects.get(pk=entry.duty_id).state(NOW) is DutyState.DONE_LATE
    assert state_of(world.home, "budget_execution_09").state is State.COMPLETE
    assert state_of(world.home, "budget_execution_09", date(2027, 10, 30)).state is State.OLD, (
        "a new year has come"
    )


def test_what_is_withdrawn_counts_no_longer_and_comes_back(world):
    put(world.home, public_at=NOW)
    row, clerk = a_section(world.home), world.home.actor("clerk")
    with use_scope(clerk.scope):
        taken_down(by=clerk, row=row, now=NOW, reason="Đăng nhầm")
    assert state_of(world.home, "contractors").state is State.NOTHING
    put(world.home, public_at=NOW + timedelta(days=1), now=NOW + timedelta(days=1))
    assert state_of(world.home, "contractors").state is State.COMPLETE


def take_out(place, entry, now=NOW, name="clerk"):
    by = place.actor(name)
    with use_scope(by.scope):
        take_down_entry(by=by, entry_id=entry.pk, reason="Đưa nhầm mục", now=now)


def test_what_was_entered_by_mistake_is_no_duty_any_more(world):
    entry = put(world.home)
    take_out(world.home, entry)
    with everything("tests"):
        duty = Duty.objects.get(pk=entry.duty_id)
        assert not Entry.objects.exists()
    assert (duty.state(NOW), duty.close_reason) == (DutyState.CANCELLED, "Đưa nhầm mục")


def test_nobody_gets_rid_of_what_is_late_by_taking_it_out(world):
    entry, late = put(world.home), NOW + timedelta(days=20)
    with pytest.raises(Forbidden):
        take_out(world.home, entry, late)
    take_out(world.home, entry, late, "head")


@pytest.mark.postgres
def test_a_period_is_due_again_when_its_only_entry_is_taken_out(world):
    given = {"heading": "budget_execution_09", "period": Period(2026), "public_at": NOW}
    first = put(world.home, **given)
    take_out(world.home, first)
    assert state_of(world.home, "budget_execution_09").state is State.MISSING
    with everything("tests"):
        old, again = Duty.objects.filter(key="cong-khai-budget_execution_09-2026").order_by("turn")
    assert old.is_closed
    assert (again.is_closed, again.due_on, again.reopened_because) == (False, old.due_on, "Đưa nhầm mục")
    second = put(world.home, key="khac", **given)
    with everything("tests"):
        again.refresh_from_db()
    assert (second.duty_id, again.is_closed) == (again.pk, True)
    assert state_of(world.home, "budget_execution_09").state is State.COMPLETE


def test_lists_of_people_go_away_at_the_end_of_their_time_and_still_count(world):
    until = date(2026, 12, 20)
    put(world.home, "policy_lists", public_at=NOW, shown_until=until)
    put(world.home, "inspections", key="khac", public_at=NOW, shown_until=until)
    after = datetime(2026, 12, 21, 2, tzinfo=UTC)
    with everything("tests"):
        assert end_terms(by=SYSTEM, now=NOW) == 0
        assert end_terms(by=SYSTEM, now=after) == 1
        assert set(Entry.objects.filter(live=True).values_list("heading_key", flat=True)) == {"inspections"}
    assert state_of(world.home, "policy_lists", local_day(after)).state is State.COMPLETE


def test_only_those_who_disclose_enter(world):
    auditor = world.home.actor("auditor")
    with use_scope(auditor.scope), pytest.raises(Forbidden):
        made_public(by=auditor, row=put(world.home) and a_section(world.home), at=NOW, now=NOW)


def test_the_table_of_all_communes_costs_as_many_queries_as_that_of_one(world):
    put(world.home, public_at=NOW)
    with (
        everything("tests"),
        CaptureQueriesContext(
            connection,
        ) as seen,
    ):
        rows = coverage_below(world.province.unit, TODAY)
    assert [row.unit.code for row in rows] == ["98001", "98002"]
    assert [row.count(State.COMPLETE) for row in rows] == [1, 0]
    assert len(seen) <= 8


def test_the_catalogue_of_the_release_maps_every_group_of_every_text(world):
    sources, lines = delivered().sources, delivered().lines
    assert [len(source.groups) for source in sources] == [21, 14, 8, 8, 11]
    for source in sources:
        assert {key for line in lines for key in line.groups.get(source.key, ())} == set(source.groups), (
            source.key
        )
    assert Heading.objects.filter(is_delivered=True).count() == len(lines)
    known = set(Rule.objects.values_list("rule_id", flat=True))
    assert {rule for line in lines for rule in (*line.rules, line.backlog, line.shown_rule)} - {""} <= known
