from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel.calendar import (
    CalendarDays,
    Hours,
    Months,
    WorkCalendar,
    WorkDays,
    load_national_calendar,
)
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import (
    Bound,
    DatedRule,
    InvalidRules,
    NoRuleInForce,
    RuleBook,
    Unit,
    YearDays,
    due_under,
    earliest_due,
)

VIETNAM = load_national_calendar()
LAW_2016 = DatedRule(
    "PUB_DEFAULT",
    WorkDays(15),
    LegalBasis("Luật Tiếp cận thông tin 104/2016/QH13"),
    Certainty.KNOWN,
    valid_from=date(2018, 7, 1),
)
LAW_2026 = DatedRule(
    "PUB_DEFAULT",
    WorkDays(5),
    LegalBasis("Luật Tiếp cận thông tin 01/2026/QH16", article="18", clause="4"),
    Certainty.FOUND,
    valid_from=date(2026, 9, 1),
    supersedes=LAW_2016.key,
    version=2,
)
PLAN = DatedRule(
    "PUB_DEFAULT",
    WorkDays(2),
    LegalBasis("Kế hoạch của xã Hưng Đạo"),
    Certainty.LOCAL,
    valid_from=date(2026, 10, 1),
    valid_to=date(2027, 1, 1),
    scope="09931",
)
BOOK = RuleBook((LAW_2016, LAW_2026, PLAN))
HUNG_DAO = ("01", "09931")
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
TERMS = st.one_of(*(st.builds(kind, st.integers(1, 60)) for kind in (WorkDays, CalendarDays, Months)))


def deadline(term, **fields):
    return replace(PLAN, value=term, **fields)


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        (date(2018, 7, 1), LAW_2016),
        (date(2026, 8, 31), LAW_2016),
        (date(2026, 9, 1), LAW_2026),
        (date(2026, 10, 1), PLAN),
        (date(2026, 12, 31), PLAN),
        (date(2027, 1, 1), LAW_2026),
    ],
)
def test_the_rule_of_the_day_and_place_holds(on, rule):
    assert BOOK.in_force("PUB_DEFAULT", on, HUNG_DAO) is rule


def test_a_local_rule_holds_nowhere_else():
    assert BOOK.in_force("PUB_DEFAULT", date(2026, 11, 20)) is LAW_2026
    assert BOOK.in_force("PUB_DEFAULT", date(2026, 11, 20), ("01", "09934")) is LAW_2026


@pytest.mark.parametrize(
    ("rule_id", "on"), [("PUB_DEFAULT", date(2018, 6, 30)), ("UNKNOWN", date(2026, 11, 20))]
)
def test_no_rule_is_an_error_and_not_a_guess(rule_id, on):
    with pytest.raises(NoRuleInForce, match=f"{rule_id} is not in force on {on} for VN > 01 > 09931"):
        BOOK.in_force(rule_id, on, HUNG_DAO)


def test_an_old_version_is_found_by_its_key_for_clocks_that_it_started():
    assert BOOK.by_key("PUB_DEFAULT/VN@1") is LAW_2016
    with pytest.raises(NoRuleInForce, match="PUB_DEFAULT/VN@9"):
        BOOK.by_key("PUB_DEFAULT/VN@9")


def test_a_rule_can_end_one_of_another_id():
    renamed = replace(LAW_2026, id="PUB_LAW", version=1)
    book = RuleBook((LAW_2016, renamed))
    assert book.in_force("PUB_DEFAULT", date(2026, 8, 31)) is LAW_2016
    with pytest.raises(NoRuleInForce):
        book.in_force("PUB_DEFAULT", date(2026, 9, 1))


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ((LAW_2026, LAW_2016, PLAN, PLAN), "same id, scope and version"),
        ((LAW_2016, replace(LAW_2026, supersedes=None)), "in force at the same time"),
        ((LAW_2026,), "supersedes PUB_DEFAULT/VN@1, no older rule"),
        ((LAW_2016, replace(LAW_2026, scope="01")), "no older rule of the same scope"),
        ((LAW_2016, deadline(WorkDays(16))), "PUB_DEFAULT/09931@1 loosens PUB_DEFAULT/VN@1"),
        ((LAW_2016, deadline(CalendarDays(2))), "an id of its own"),
        ((LAW_2016, deadline(WorkDays(2), bound=Bound.AT_LEAST)), "an id of its own"),
    ],
)
def test_contradictions_are_found_when_the_book_is_made(rules, message):
    with pytest.raises(InvalidRules, match=message):
        RuleBook(rules)


def test_a_rule_that_ends_before_it_begins_is_refused():
    with pytest.raises(InvalidRules, match="PUB_DEFAULT/09931@1 ends on 2026-10-01"):
        replace(PLAN, valid_to=PLAN.valid_from)


def test_local_rules_may_meet_the_law_once_it_is_history():
    looser_but_earlier = deadline(WorkDays(10), valid_from=date(2026, 1, 1), valid_to=date(2026, 9, 1))
    assert (
        RuleBook((LAW_2016, LAW_2026, looser_but_earlier)).in_force("PUB_DEFAULT", date(2026, 9, 1))
        is LAW_2026
    )


@pytest.mark.parametrize(
    ("commune_value", "winning_scope"),
    [(WorkDays(3), "01"), (WorkDays(2), "09931"), (WorkDays(1), "09931"), (Hours(1), "01")],
)
def test_a_commune_may_tighten_the_rule_of_its_province_but_not_loosen_it(commune_value, winning_scope):
    province = deadline(WorkDays(2), scope="01")
    book = RuleBook((province, deadline(commune_value)))
    assert book.in_force("PUB_DEFAULT", date(2026, 11, 20), HUNG_DAO).scope == winning_scope


def test_a_minimum_may_only_be_raised():
    board = DatedRule(
        "BOARD_MIN",
        CalendarDays(30),
        LegalBasis("Luật 10/2022/QH15", article="13", clause="2"),
        Certainty.FOUND,
        valid_from=date(2023, 7, 1),
        bound=Bound.AT_LEAST,
    )
    longer = replace(board, value=CalendarDays(45), scope="01")
    assert RuleBook((board, longer)).in_force("BOARD_MIN", date(2026, 1, 1), ("01",)) is longer
    with pytest.raises(InvalidRules, match="loosens"):
        RuleBook((board, replace(longer, value=CalendarDays(20))))
    with pytest.raises(ValueError, match="BOARD_MIN/VN@1 is a minimum"):
        due_under(board, date(2026, 1, 1), VIETNAM)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (WorkDays(1), Unit.WORK_DAY),
        (CalendarDays(1), Unit.CALENDAR_DAY),
        (Months(1), Unit.MONTH),
        (Hours(1), Unit.HOUR),
        (date(2027, 3, 1), Unit.DATE),
    ],
)
def test_the_unit_follows_from_the_value(value, unit):
    assert deadline(value).unit is unit


def test_the_earlier_date_wins_and_both_are_shown():
    verdict = earliest_due(date(2026, 11, 20), [LAW_2026, PLAN], VIETNAM)
    assert verdict.winner.rule is PLAN
    assert [(candidate.rule, candidate.on) for candidate in verdict.candidates] == [
        (LAW_2026, date(2026, 11, 30)),
        (PLAN, date(2026, 11, 25)),
    ]
    assert verdict.winner.due.trace[-1].on == date(2026, 11, 25)


def test_of_equal_dates_the_first_rule_wins():
    calendar_days = deadline(CalendarDays(1), id="LOCAL")
    verdict = earliest_due(date(2026, 8, 21), [calendar_days, deadline(WorkDays(1))], VIETNAM)
    assert {candidate.on for candidate in verdict.candidates} == {date(2026, 8, 22)}
    assert verdict.winner.rule is calendar_days


def test_hours_and_fixed_days_compete_with_days():
    received_at = datetime(2026, 11, 20, 2, tzinfo=UTC)
    hours = deadline(Hours(24), id="SPOKESPERSON")
    backlog = deadline(date(2026, 11, 20), id="PUB_BACKLOG")
    verdict = earliest_due(received_at, [PLAN, hours, backlog], VIETNAM)
    assert verdict.winner.rule is backlog
    assert [candidate.ends_at for candidate in verdict.candidates] == [
        datetime(2026, 11, 25, 17, tzinfo=UTC),
        datetime(2026, 11, 21, 2, tzinfo=UTC),
        datetime(2026, 11, 20, 17, tzinfo=UTC),
    ]
    assert verdict.candidates[2].due is None


def test_without_rules_there_is_no_deadline():
    with pytest.raises(NoRuleInForce):
        earliest_due(date(2026, 11, 20), [], VIETNAM)


@given(DAYS, st.lists(TERMS, min_size=1, max_size=4), TERMS)
def test_one_more_rule_never_makes_a_deadline_later(day, terms, more):
    rules = [deadline(term, version=number) for number, term in enumerate(terms)]
    before = earliest_due(day, rules, VIETNAM).winner
    after = earliest_due(day, [*rules, deadline(more, id="MORE")], VIETNAM)
    assert after.winner.on <= before.on
    assert len(after.candidates) == len(rules) + 1
    assert all(after.winner.ends_at <= candidate.ends_at for candidate in after.candidates)


@given(st.lists(DAYS, min_size=2, max_size=6, unique=True).map(sorted), DAYS)
def test_a_chain_of_versions_leaves_no_gap_and_no_overlap(starts, day):
    versions = [
        deadline(
            WorkDays(number),
            valid_from=start,
            valid_to=None,
            scope="VN",
            version=number,
            supersedes=f"PUB_DEFAULT/VN@{number - 1}" if number else None,
        )
        for number, start in enumerate(starts)
    ]
    book = RuleBook(tuple(reversed(versions)))
    if day < starts[0]:
        with pytest.raises(NoRuleInForce):
            book.in_force("PUB_DEFAULT", day)
    else:
        assert book.in_force("PUB_DEFAULT", day).valid_from == max(start for start in starts if start <= day)


def test_every_commune_can_have_a_rule_of_its_own():
    local = [deadline(WorkDays(3), scope=f"{number:05}", valid_to=None) for number in range(10_000)]
    book = RuleBook((LAW_2016, LAW_2026, *local))
    assert book.in_force("PUB_DEFAULT", date(2026, 11, 20), ("01", "00077")).scope == "00077"


def test_a_term_before_an_event_ends_with_the_day_of_the_event():
    calendar = load_national_calendar()
    rule = DatedRule("SAY", WorkDays(5), LegalBasis("Luật A"), Certainty.FOUND, date(2020, 1, 1), before=True)
    found = due_under(rule, date(2026, 11, 30), calendar).on  # 24 November is free
    assert found == date(2026, 11, 22)
    assert calendar.working_days_between(found, date(2026, 11, 30)) == 5
    in_calendar_days = replace(rule, value=CalendarDays(7))
    assert due_under(in_calendar_days, date(2026, 11, 30), calendar).on == date(2026, 11, 23)


def test_announcing_later_before_an_event_is_looser():
    rule = DatedRule("SAY", WorkDays(5), LegalBasis("Luật A"), Certainty.FOUND, date(2020, 1, 1), before=True)
    assert replace(rule, value=WorkDays(3)).is_looser_than(rule)
    assert not replace(rule, value=WorkDays(7)).is_looser_than(rule)


def test_hours_are_not_counted_backwards():
    with pytest.raises(InvalidRules):
        DatedRule("SAY", Hours(5), LegalBasis("Luật A"), Certainty.FOUND, date(2020, 1, 1), before=True)


def test_days_of_every_year_come_again():
    quarters = YearDays(((3, 31), (6, 30), (9, 30), (12, 31)))
    rule = DatedRule("LIST", quarters, LegalBasis("Luật A"), Certainty.FOUND, date(2020, 1, 1))
    found = [due_under(rule, start, WorkCalendar()).on for start in (date(2026, 3, 31), date(2026, 4, 1))]
    assert found == [date(2026, 3, 31), date(2026, 6, 30)]
    assert YearDays(((3, 31),)).next_from(date(2026, 4, 1)) == date(2027, 3, 31)
    with pytest.raises(ValueError, match="day is out of range"):
        YearDays(((2, 29),))
