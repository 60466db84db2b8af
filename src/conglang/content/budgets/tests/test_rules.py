"""What is expected of a budget year, and whether it came in time."""

from datetime import date

import pytest

from conglang.base.duties.rule_file import delivered
from conglang.content.budgets.catalogue import catalogue, expected_in
from conglang.content.budgets.queries import expected_of_duty
from conglang.content.budgets.rules import State, state_of, years
from conglang.content.disclosure.catalogue import delivered as catalogue_of_law

DUE, BEFORE, AFTER = date(2026, 7, 10), date(2026, 7, 9), date(2026, 7, 11)


@pytest.mark.parametrize(
    ("published", "due", "by", "today", "state"),
    [
        (DUE, DUE, None, AFTER, State.PUBLIC),
        (AFTER, DUE, None, AFTER, State.PUBLIC_LATE),
        (BEFORE, None, None, AFTER, State.PUBLIC),
        (None, DUE, None, DUE, State.DUE),
        (None, DUE, None, AFTER, State.OVERDUE),
        (None, None, DUE, AFTER, State.MISSING),
        (None, None, DUE, DUE, State.AHEAD),
        (None, None, None, AFTER, State.AHEAD),
        (None, DUE, BEFORE, DUE, State.DUE),
    ],
)
def test_the_state_of_an_item_follows_from_its_days(published, due, by, today, state):
    assert state_of(published, due, by, today) is state


def keys(year: int) -> list[str]:
    return [row.key for row in expected_in(year)]


def test_each_budget_year_follows_its_own_law():
    assert keys(2020) == [
        "old_draft", "old_decided", "old_q1", "old_h1", "old_q3", "old_year", "old_settled",
    ]  # fmt: skip
    assert "settled" in keys(2025), "the settlement of 2025 follows the new law"
    assert "exec_06" not in keys(2025)
    assert "old_decided" in keys(2026), "the estimate of 2026 was made under the old one"
    assert {"exec_03", "exec_06", "exec_09", "exec_year", "settled", "support_result"} <= set(keys(2026))
    assert keys(2027)[:2] == ["draft", "decided"]
    assert keys(2016) == []


def test_every_item_has_a_term_but_the_year_under_the_old_law():
    terms = {entry.rule.id for entry in delivered().entries}
    rows = [row for row in catalogue().values() if row.key != "old_year"]
    assert {each for each in terms if each.startswith("BUD_")} == {row.rule for row in rows}
    assert all(row.basis and row.starts for row in rows)


def test_every_item_of_the_new_law_has_its_place_in_the_catalogue():
    known = {row.key for row in catalogue_of_law().lines}
    assert {row.heading for row in catalogue().values()} - {""} <= known


def test_the_clock_of_a_year_is_told_from_its_key():
    row, year = expected_of_duty("cong-khai-budget_execution_06-2026") or (None, 0)
    assert row is not None
    assert (row.key, year) == ("exec_06", 2026)
    for other in ("cong-khai", "cong-khai-extra_funds-2026", "cong-khai-budget_execution_06-2020", "x-²²²²"):
        assert expected_of_duty(other) is None


def test_next_year_can_be_chosen_because_its_estimate_is_made_now():
    assert years(date(2026, 11, 22), 2024, [2019]) == [2027, 2026, 2025, 2024, 2019]
