"""The table by itself: whatever people do in whatever order, nobody is left without a word."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from conglang.citizens.cases import drawing
from conglang.citizens.cases.catalogue import (
    categories,
    followed,
    grounds,
    grounds_for,
    streams,
    suggested_category,
)
from conglang.citizens.cases.life import Given, Law, Life, Timer, after, facts_of, received
from conglang.citizens.cases.redacting import masked
from conglang.citizens.cases.rules import (
    FINAL,
    GIVEN,
    MOST_BOUNCES,
    MOST_EXTENSIONS,
    STEPS,
    TABLE,
    Command,
    Process,
    Who,
    fits,
    lacks,
    offered,
)
from conglang.citizens.cases.wording import COMMANDS, EVENTS, NEEDS, STATES, TO_CITIZENS
from conglang.kernel.calendar import WorkDays, load_national_calendar
from conglang.kernel.clock import end_of_day, local_day
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import DatedRule

START = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
DAYS = 7
RULE = DatedRule("FIELD_LIGHT", WorkDays(DAYS), LegalBasis("QĐ 1"), Certainty.LOCAL, date(2026, 1, 1))
LAW = Law([RULE], load_national_calendar())


def oracle(timer: Timer) -> date:
    """The last day counted by hand, day by day."""
    resting = {day for pause in timer.pauses for day in pause.days}
    day, left = local_day(timer.started_at), DAYS
    while left:
        day += timedelta(days=1)
        left -= LAW.calendar.is_working(day) and day not in resting
    return max([day, *(each.until for each in timer.extensions)])


class OneCase(RuleBasedStateMachine):
    """A case to which anything possible happens."""

    life: Life
    now: datetime

    @initialize(held=st.booleans())
    def comes_in(self, held: bool) -> None:
        self.now = START
        self.life = received(START, LAW, held=held)

    @rule(hours=st.integers(1, 90))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(data=st.data(), words=st.booleans(), more=st.integers(-3, 20), another=st.booleans())
    @precondition(lambda self: self.possible())
    def somebody_acts(self, data: st.DataObject, words: bool, more: int, another: bool) -> None:
        command = data.draw(st.sampled_from(self.possible()))
        until = local_day(self.now) + timedelta(days=more)
        given = Given(self.now, words, until, another)
        found = after(self.life, command, given, LAW)
        if isinstance(found, Life):
            self.life = found

    def possible(self) -> list[Command]:
        return [command for command in Command if fits(command, self.life.process)]

    @invariant()
    def nobody_is_left_without_a_word(self) -> None:
        assert not self.life.ended_silent
        assert self.life.late_grants == 0

    @invariant()
    def the_clock_is_right_and_ends_with_the_case(self) -> None:
        timer = self.life.timer
        assert timer is not None
        assert timer.verdict(LAW).on == oracle(timer)
        assert timer.verdict(LAW).ends_at == end_of_day(oracle(timer))
        if self.life.process in FINAL:
            assert timer.is_closed
        if timer.paused_at is not None:
            assert self.life.process is Process.ASKED

    @invariant()
    def limits_hold(self) -> None:
        timer = self.life.timer
        assert timer is not None
        assert self.life.bounces <= MOST_BOUNCES
        assert self.life.sent_back <= 1
        assert len(timer.extensions) <= MOST_EXTENSIONS


OneCase.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestOneCase = OneCase.TestCase


def test_from_every_place_that_is_not_an_end_somebody_can_go_on():
    for process in Process:
        leaving = [step for step in TABLE if process in step.sources and step.target is not None]
        assert leaving or process in FINAL, process
        if process not in FINAL:
            assert any(step.who - {Who.SENDER} for step in leaving), process


def test_every_button_is_a_command_that_could_be_carried_out():
    facts = facts_of(received(START, LAW), Given(START), LAW)
    for process in Process:
        for command in offered(process, Who, facts):
            assert fits(command, process)
            assert not set(lacks(command, facts)) - GIVEN


def test_who_asks_with_words_and_nothing_else_gets_what_is_missing():
    life = received(START, LAW)
    assert after(life, Command.REFUSE, Given(START, words=False), LAW) != life
    with pytest.raises(ValueError, match="does not fit"):
        after(life, Command.ANSWER, Given(START), LAW)


def test_everything_has_words():
    assert set(COMMANDS) == set(STEPS) == set(Command)
    assert set(STATES) == set(TO_CITIZENS) == set(Process)
    assert set(NEEDS) == {need for step in TABLE for need in step.needs}
    assert {step.command.value for step in TABLE if step.tells} <= set(EVENTS)
    assert TO_CITIZENS[Process.QUARANTINED] == TO_CITIZENS[Process.WAITING]


def test_the_page_about_the_way_of_a_case_is_what_the_table_says():
    page = Path(__file__).parents[5] / "docs" / "cases.md"
    assert page.read_text(encoding="utf-8") == drawing.document()


def test_each_stream_names_its_law_and_information_has_its_six_grounds():
    assert all(each.basis and each.certainty for each in streams().values())
    assert len(grounds_for("information")) == 6
    assert not grounds_for("field").keys() & grounds_for("information").keys()
    assert all(ground.streams <= followed().keys() for ground in grounds().values())


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Đèn đường trước nhà văn hóa không sáng", "light"),
        ("Mặt đường có ổ gà to", "road"),
        ("Quán karaoke gây tiếng ồn ban đêm", "order"),
        ("Xin chào", ""),
    ],
)
def test_words_suggest_a_field(text, field):
    assert suggested_category(text) == field
    assert not field or field in categories()


def test_known_names_and_numbers_are_covered_however_they_are_written():
    text = "Tôi trần thị hoa sen, ĐT 0912.345.678, email hoa@gmail.com"
    found = masked(text, ["Trần Thị Hoa Sen", "0912345678"])
    assert "hoa" not in found.lower()
    assert "345" not in found
