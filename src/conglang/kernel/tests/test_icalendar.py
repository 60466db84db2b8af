"""The feed against the rules of RFC 5545, read back by a reader that knows nothing of the writer."""

import re
from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel.icalendar import Event, Times, calendar, escaped, folded

DAY = date(2026, 12, 31)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=200)


def event(when: Times, **more) -> Event:
    facts = {
        "uid": "0190e1b2-0000-7000-8000-000000000001",
        "sequence": 2,
        "stamp": datetime(2026, 11, 21, 2, tzinfo=UTC),
        "summary": "Tiếp công dân",
        "location": "Trụ sở, phòng 1",
        "description": "",
        "category": "Tiếp công dân",
        "url": "https://xa.example/lich/muc/1/",
    }
    return Event(when=when, **facts | more)


def properties(data: bytes) -> list[tuple[str, str]]:
    """Names (with parameters) and unescaped values."""
    assert data.endswith(b"\r\n")
    lines = data.decode().replace("\r\n ", "").split("\r\n")[:-1]
    return [(name, _plain(value)) for name, _, value in (line.partition(":") for line in lines)]


def _plain(value: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)


def values(data: bytes) -> dict[str, str]:
    return dict(properties(data))


@given(WORDS)
def test_any_text_comes_back_in_lines_of_at_most_75_octets(text):
    data = folded(f"SUMMARY:{escaped(text)}")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    for line in data.split(b"\r\n"):
        line.decode()  # no character is cut in two
    assert properties(data) == [("SUMMARY", text)]


def test_separators_and_line_breaks_are_escaped():
    assert escaped("a,b;c\\d\ne\r\nf") == "a\\,b\\;c\\\\d\\ne\\nf"


def test_nobody_smuggles_a_property_into_the_file():
    when = Times(starts_on=DAY, ends_on=DAY)
    data = calendar([event(when, summary="x\r\nSTATUS:CANCELLED\x00")], name="Lịch")
    assert [value for name, value in properties(data) if name == "STATUS"] == ["CONFIRMED"]


def test_a_time_of_day_names_a_zone_that_the_file_explains():
    data = calendar(
        [event(Times(starts_on=DAY, starts_at=time(7, 30), ends_on=DAY, ends_at=time(11)))], name="Lịch"
    )
    found = values(data)
    assert found["DTSTART;TZID=Asia/Ho_Chi_Minh"] == "20261231T073000"
    assert found["DTEND;TZID=Asia/Ho_Chi_Minh"] == "20261231T110000"
    assert found["TZID"] == "Asia/Ho_Chi_Minh"
    assert found["TZOFFSETTO"] == "+0700"
    assert "BEGIN:DAYLIGHT" not in data.decode()


def test_a_whole_day_ends_before_the_next_one_also_at_new_year():
    found = values(calendar([event(Times(starts_on=DAY, ends_on=DAY))], name="Lịch"))
    assert found["DTSTART;VALUE=DATE"] == "20261231"
    assert found["DTEND;VALUE=DATE"] == "20270101"


def test_an_open_end_takes_no_time():
    data = calendar([event(Times(starts_on=DAY, starts_at=time(8), ends_on=DAY))], name="Lịch")
    assert not any(name.startswith("DTEND") for name, _value in properties(data))


def test_what_was_called_off_says_so_under_its_old_uid():
    when = Times(starts_on=DAY, ends_on=DAY)
    found = values(calendar([event(when, is_cancelled=True, sequence=3)], name="Lịch"))
    assert (found["STATUS"], found["SEQUENCE"]) == ("CANCELLED", "3")
    assert found["UID"] == "0190e1b2-0000-7000-8000-000000000001"
    assert found["DTSTAMP"] == "20261121T020000Z"


def test_everything_that_begins_also_ends():
    when = Times(starts_on=DAY, ends_on=DAY)
    depth = []
    for name, value in properties(calendar([event(when), event(when)], name="Lịch")):
        if name == "BEGIN":
            depth.append(value)
        elif name == "END":
            assert depth.pop() == value
    assert depth == []
