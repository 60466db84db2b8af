"""Bounds, tables and shares; the arithmetic itself stands in `sheets/`."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.duties.rule_file import delivered
from conglang.content.royalties.law import law, plain_rates, priced, proposed_genre, rates_of
from conglang.content.royalties.rules import (
    Item,
    Kind,
    LocalTable,
    Misfit,
    NoPrice,
    OutOfBounds,
    Rate,
    Share,
    misfits,
    reckon,
    split,
    tariff_on,
    warning,
)

AUGUST, SEPTEMBER = date(2026, 8, 31), date(2026, 9, 1)
ME = [Share("An")]


def table(begins: date = SEPTEMBER, unit_value: int | None = None, **rates: Rate) -> LocalTable:
    return LocalTable("1/QĐ", "98001", begins, None, rates, unit_value)


def tariff(day: date, *tables: LocalTable):
    return tariff_on(law(), tables, ("VN", "98", "98001"), day)


@st.composite
def percents(draw):
    """One to nine shares of hundredths of a percent, together the whole."""
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), max_size=8)))
    return [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]


@given(st.integers(0, 10**12), percents())
def test_no_dong_is_lost_or_made_by_sharing(amount, shares):
    parts = split(amount, shares)
    assert sum(parts) == amount
    assert all(abs(part - amount * share / 100) < 1 for part, share in zip(parts, shares, strict=True))


@pytest.mark.parametrize("shares", [[Decimal(50)], [Decimal(150), Decimal(-50)], [Decimal(60), Decimal(41)]])
def test_shares_that_are_not_the_whole_are_refused(shares):
    with pytest.raises(ValueError, match="100 percent"):
        split(1000, shares)


def test_the_unit_follows_the_base_salary_of_the_day_of_publication():
    days = [date(2019, 7, 1), date(2023, 7, 1), date(2026, 6, 30), date(2026, 7, 1), AUGUST, SEPTEMBER]
    assert [law().unit_value(day) for day in days] == [149_000, 180_000, 234_000, 253_000, 253_000, None]


def test_the_first_of_september_ends_the_coefficients_of_the_decree():
    assert reckon(Item("news", ME, Decimal(10)), tariff(AUGUST)).royalty == 2_530_000
    with pytest.raises(NoPrice, match="news"):
        tariff(SEPTEMBER).price("news")


def test_nobody_chooses_beyond_the_law_or_the_table():
    with pytest.raises(OutOfBounds, match="news"):
        reckon(Item("news", ME, Decimal("10.01")), tariff(AUGUST))
    strict = table(date(2026, 1, 1), news=Rate(Kind.COEFFICIENT, most=Decimal(6)))
    with pytest.raises(OutOfBounds, match="news"):
        reckon(Item("news", ME, Decimal(7)), tariff(AUGUST, strict))
    with pytest.raises(OutOfBounds, match="for_minorities"):
        reckon(Item("news", ME, Decimal(1), extras={"for_minorities": Decimal(25)}), tariff(AUGUST))


def test_a_coefficient_that_nobody_has_chosen_is_asked_for():
    with pytest.raises(NoPrice, match="report"):
        reckon(Item("report", ME), tariff(AUGUST))


def test_what_somebody_writes_as_their_duty_is_paid_only_where_the_table_says_so():
    rates = {"news": Rate(Kind.AMOUNT, Decimal(100_000))}
    work = Item("news", [Share("An", Decimal(40)), Share("Dung", Decimal(60))], on_duty={"Dung"})
    paid = [
        {each.payee: each.amount for each in reckon(work, tariff(SEPTEMBER, held)).payments}
        for held in (table(**rates), replace(table(**rates), pays_duty=True))
    ]
    assert paid == [{"An": 40_000, "Dung": 0}, {"An": 40_000, "Dung": 60_000}]


def test_a_table_is_held_against_the_law_of_its_first_day():
    begins = date(2026, 1, 1)
    too_much = table(begins, 300_000, news=Rate(Kind.COEFFICIENT, Decimal(11)), photo=Rate(Kind.AMOUNT))
    assert misfits(too_much, law()) == [
        ("news", Misfit.MOST), ("photo", Misfit.KIND), ("unit_value", Misfit.UNIT_BY_LAW)
    ]  # fmt: skip
    cheap = table(news=Rate(Kind.COEFFICIENT, Decimal(1)), reuse=Rate(Kind.PERCENT, Decimal(10)))
    assert misfits(cheap, law()) == [("reuse", Misfit.LEAST), ("unit_value", Misfit.UNIT)]
    assert misfits(table(news=Rate(Kind.AMOUNT, Decimal(150_000))), law()) == []


def test_a_table_that_ended_or_belongs_to_others_holds_no_more():
    old = LocalTable("1/QĐ", "98001", SEPTEMBER, date(2026, 10, 1), {"news": Rate(Kind.AMOUNT, Decimal(1))})
    strange = LocalTable("2/QĐ", "98002", SEPTEMBER, None, {"news": Rate(Kind.AMOUNT, Decimal(2))})
    assert tariff(date(2026, 9, 30), old, strange).price("news") == 1
    assert tariff(date(2026, 10, 1), old, strange).table is None


def test_the_budget_warns_at_eighty_and_at_a_hundred_percent():
    assert [warning(spent, 1000) for spent in (0, 799, 800, 999, 1000, 1200)] == [0, 0, 80, 80, 100, 100]
    assert (warning(1, 0), warning(0, 0)) == (100, 0)


def test_the_law_prices_only_what_has_a_name_and_its_term_is_known():
    for regime in law().regimes:
        assert regime.rates.keys() <= priced().keys()
        assert not regime.duty or regime.duty in {entry.rule.id for entry in delivered().entries}
    assert proposed_genre("infographic") == "drawing"


def test_rates_come_back_from_storage_as_they_went():
    rates = {"news": Rate(Kind.COEFFICIENT, Decimal("2.5"), most=Decimal(4)), "editing": Rate(Kind.PERCENT)}
    assert rates_of(plain_rates(rates)) == rates


@pytest.mark.parametrize(
    ("earned", "paid"),
    [(10_000_000, 1_000_000), (10_000_001, 800_000), (100_000_000, 8_000_000), (200_000_000, 10_000_000)],
)
def test_a_rebroadcast_is_paid_by_how_much_the_work_earned(earned, paid):
    prices = {"audio_report": Rate(Kind.AMOUNT, Decimal(earned))}
    again = Item("audio_report", ME, use="radio_reuse")
    assert reckon(again, tariff(SEPTEMBER, table(**prices))).royalty == paid
    own = table(**prices, radio_reuse=Rate(Kind.PERCENT, Decimal(20)))
    assert reckon(again, tariff(SEPTEMBER, own)).royalty == earned // 5


def test_a_use_without_revenue_is_paid_thirty_percent_by_the_newer_decree():
    again = Item("news", ME, use="without_revenue")
    prices = {"news": Rate(Kind.AMOUNT, Decimal(1_000_001))}
    assert reckon(again, tariff(SEPTEMBER, table(**prices))).royalty == 300_000
    own = table(**prices, without_revenue=Rate(Kind.PERCENT, Decimal(35)))
    assert reckon(again, tariff(SEPTEMBER, own)).royalty == 350_000
    before = Item("news", ME, value=Decimal(5), use="without_revenue")
    with pytest.raises(NoPrice, match="without_revenue"):
        reckon(before, tariff(SEPTEMBER - timedelta(days=1)))
