"""Rankings, waiting times and the hamlet of an address."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conglang.content.supervision.rules import Event, Group, Item, What, hamlet_in, ranked, waits

DAY = datetime(2026, 11, 2, 1, tzinfo=UTC)
ALL = frozenset(What)


def item(author: str, *whats: What, department: str = "", hamlet: str = "") -> Item:
    return Item(1, "Tin", author, None, department, hamlet, frozenset(whats))


def test_who_published_most_stands_first_and_equals_share_a_rank():
    items = [
        item("An", *ALL),
        item("Bình", What.PUBLISHED),
        item("Chi", What.PUBLISHED),
        item("AN", What.PUBLISHED),
    ]
    found = [
        (line.rank, line.name, line.submitted, line.returned, line.published)
        for line in ranked(items, Group.PERSON)
    ]
    assert found == [(1, "An", 1, 1, 2), (2, "Bình", 0, 0, 1), (2, "Chi", 0, 0, 1)]
    assert ranked(items, Group.HAMLET) == []


@given(st.lists(st.builds(item, st.sampled_from(["An", "Bình"]), st.sampled_from(list(What)))))
def test_no_item_is_lost_or_counted_twice(items):
    lines = ranked(items, Group.PERSON)
    assert sum(line.submitted + line.returned + line.published for line in lines) == len(items)


def test_a_step_waits_from_the_decision_before_it():
    def event(article: int, verdict: str, step: str, hour: int) -> Event:
        return Event(article, verdict, step, DAY + timedelta(hours=hour))

    events = [
        event(1, "submit", "", 0), event(2, "submit", "", 0), event(1, "assign", "verify", 1),
        event(1, "verify", "verify", 2), event(2, "return", "verify", 6), event(2, "submit", "", 10),
        event(1, "approve", "approve", 5), event(2, "verify", "verify", 20),
        event(2, "approve", "approve", 90),
    ]  # fmt: skip
    found = {wait.step: wait for wait in waits(events, DAY, DAY + timedelta(hours=48), lambda a, b: b - a)}
    verify = found["verify"]
    assert (verify.number, verify.median, verify.longest, verify.longest_id) == (
        3, timedelta(hours=6), timedelta(hours=10), 2,
    )  # fmt: skip
    assert found["approve"].longest == timedelta(hours=3), "what was decided later is of another period"


def test_an_address_names_a_hamlet_in_whole_words():
    names = {"tan": "Thôn Tân", "tan hoa": "Thôn Tân Hòa"}
    assert hamlet_in("Thôn Tân Hoà, xã Bến Sen", names) == "Thôn Tân Hòa"
    assert hamlet_in("thon TAN", names) == "Thôn Tân"
    assert hamlet_in("Tandem", names) == ""
