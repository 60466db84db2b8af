from datetime import date

import pytest

from conglang.kernel.calendar.seed import load_national_calendar, read_calendar

TABLE = """
format = 1
covers = {{ first = 2026-01-01, last = 2026-12-31 }}
[basis]
law = {{ doc = "Bộ luật Lao động 45/2019/QH14", article = "112", clause = "1", point = "a" }}
[[year]]
year = {year}
days = [{{ on = 2026-01-01, kind = "{kind}", name = "Tết Dương lịch", basis = "{basis}", certainty = "F1" }}]
"""


def table(year=2026, kind="holiday", basis="law"):
    return TABLE.format(year=year, kind=kind, basis=basis)


def test_a_table_is_read_with_its_legal_basis():
    calendar = read_calendar(table())
    entry = calendar.entry_on(date(2026, 1, 1))
    assert entry.legal_basis.cite() == "điểm a khoản 1 Điều 112 Bộ luật Lao động 45/2019/QH14"
    assert calendar.covers == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("broken", "error", "message"),
    [
        (table(year=2027), ValueError, "2026-01-01 stands under the year 2027"),
        (table(kind="festival"), ValueError, "festival"),
        (table(basis="rumour"), KeyError, "rumour"),
        (table().replace("format = 1", "format = 2"), ValueError, "format 2"),
    ],
)
def test_a_broken_table_is_refused(broken, error, message):
    with pytest.raises(error, match=message):
        read_calendar(broken)


def test_the_delivered_table_is_read_once_and_covers_eleven_years():
    assert load_national_calendar() is load_national_calendar()
    assert load_national_calendar().covers == (date(2020, 1, 1), date(2030, 12, 31))
