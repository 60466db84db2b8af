"""The index follows what is public, and can be made again at any time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from conglang.base.units.models import Hamlet, Part, Succession
from conglang.base.units.queries import public_scope
from conglang.base.units.scope import everything, use_scope
from conglang.kernel.clock import local_day
from conglang.tools.search import engine, sources
from conglang.tools.search.expressions import Token
from conglang.tools.search.models import RebuildMark, SearchEntry, Word
from conglang.tools.search.queries import find, suggest
from conglang.tools.search.reach import Filters
from conglang.tools.search.services.drop import drop
from conglang.tools.search.services.put import put
from conglang.tools.search.services.rebuild import rebuild
from conglang.tools.search.tests.places import LABEL, NOW, SINCE, commune, enter, item, row

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def operator():
    with everything("tests"):
        yield


def titles(unit, query: str, **more) -> list[str]:
    return [result.title_text for result in find(unit=unit, query=query, now=NOW, **more).results]


def vocabulary() -> dict[str, int]:
    return dict(Word.objects.values_list("word", "items"))


def test_entering_again_changes_nothing(home):
    entered = enter(home, "Lịch tiêm phòng")
    before = vocabulary()
    assert put(items=[entered], now=NOW) == 0
    assert vocabulary() == before
    assert SearchEntry.objects.count() == 1


def test_a_renewed_item_is_found_by_its_new_words_only(home):
    entered = enter(home, "Lịch tiêm phòng")
    assert put(items=[replace(entered, title="Lịch họp dân")], now=NOW) == 1
    assert titles(home, "họp dân") == ["Lịch họp dân"]
    assert titles(home, "tiêm phòng", as_typed=True) == []
    assert "tiem" not in vocabulary()


def test_what_is_dropped_leaves_nothing_behind(home):
    before = vocabulary()
    entered = enter(home, "Lịch tiêm phòng", text="Tại trạm y tế.")
    assert drop(label=LABEL, object_ids=[entered.object_id]) == 1
    assert drop(label=LABEL, object_ids=[entered.object_id]) == 0
    assert vocabulary() == before
    assert engine.newest(Token("tiem"), limit=9) == []


def test_rows_deleted_past_the_services_leave_the_index_too(home):
    enter(home, "Lịch tiêm phòng")
    SearchEntry.objects.all().delete()
    assert engine.newest(Token("tiem"), limit=9) == []


def test_items_of_the_same_second_all_have_a_key(home):
    rows = [row(home, str(number)) for number in range(3)]
    same = [replace(item(rows[0]), object_id=each.pk + 1_000_000 * n) for n, each in enumerate([rows[0]] * 3)]
    assert put(items=same, now=NOW) == 3
    assert SearchEntry.objects.count() == 3


def test_newer_items_have_larger_keys(home):
    enter(home, "Tin cũ", published_at=NOW - timedelta(days=1))
    enter(home, "Tin mới")
    enter(home, "Tin xưa", published_at=NOW - timedelta(days=999))
    assert [entry.title for entry in SearchEntry.objects.all()] == ["Tin mới", "Tin cũ", "Tin xưa"]


def test_an_item_whose_row_is_gone_is_not_shown_even_while_its_entry_stands(home):
    entered = enter(home, "Lịch tiêm phòng")
    Hamlet.objects.filter(pk=entered.object_id).delete()
    assert titles(home, "tiêm phòng") == []


def test_a_neighbour_finds_nothing_and_a_successor_everything(home):
    enter(home, "Lịch tiêm phòng")
    other = commune("98002", "Bến Đá")
    assert titles(other, "tiêm phòng") == []
    Succession.objects.create(old=home, new=other, on=SINCE, part=Part.WHOLE)
    assert titles(other, "tiêm phòng") == ["Lịch tiêm phòng"]


def test_a_visitors_scope_is_enough_to_search(home):
    enter(home, "Lịch tiêm phòng")
    with use_scope(public_scope(home)):
        assert titles(home, "tiêm phòng") == ["Lịch tiêm phòng"]


def test_filters_hold_on_days_sections_and_kinds(home):
    enter(home, "Tiêm đợt 1", published_at=NOW - timedelta(days=10), section="news")
    enter(home, "Tiêm đợt 2", section="health-care", kind="notice")
    day = NOW.date()
    assert titles(home, "tiêm", filters=Filters(since=day)) == ["Tiêm đợt 2"]
    assert titles(home, "tiêm", filters=Filters(until=day - timedelta(days=1))) == ["Tiêm đợt 1"]
    assert len(titles(home, "tiêm", filters=Filters(since=date.min, until=date.max))) == 2
    assert len(titles(home, "tiêm", filters=Filters(until=day))) == 2
    assert titles(home, "tiêm", filters=Filters(section="health-care")) == ["Tiêm đợt 2"]
    assert titles(home, "tiêm", filters=Filters(kind="notice")) == ["Tiêm đợt 2"]
    assert titles(home, "tiêm", filters=Filters(section='x" OR "u')) == []


@pytest.mark.parametrize(
    "query",
    ['"', "'", "a\x00b", "%", "_", "*", "tiem*", "NOT tiem", "tiem NEAR(a b)", "a" * 10_000, "(" * 500, "\\",
     "u.1", "t.tiem", "-tiem", "^tiem", ":", "';--", "tiem & | !", "ế" * 500, "a " * 5000, "𝔸𝔹", "\ud800"],
)  # fmt: skip
def test_hostile_queries_are_only_words(home, query):
    enter(home, "Lịch tiêm phòng")
    find(unit=home, query=query, now=NOW)


@pytest.fixture
def shelf(home, monkeypatch):
    """A source whose live items the test decides."""
    live: list[sources.Item] = []

    def listing(unit_ids, after, number):
        rows = [
            each for each in live if each.object_id > after and (unit_ids is None or each.unit_id in unit_ids)
        ]
        return sorted(rows, key=lambda each: each.object_id)[:number]

    monkeypatch.setattr(sources, "_sources", {LABEL: listing})
    return live


def test_a_rebuild_enters_what_is_live_and_drops_what_is_not(home, shelf):
    enter(home, "Đã gỡ")
    shelf += [item(row(home, f"Bài số {number}")) for number in range(3)]
    heard: list[int] = []
    assert rebuild(unit_ids=None, now=NOW, progress=heard.append) == 4
    assert heard == [3]
    assert sorted(titles(home, "bài số")) == ["Bài số 0", "Bài số 1", "Bài số 2"]
    assert titles(home, "đã gỡ", as_typed=True) == []
    assert rebuild(unit_ids=None, now=NOW, progress=heard.append) == 0
    assert not RebuildMark.objects.exists()


def test_a_rebuild_that_was_cut_off_goes_on_where_it_was(home, shelf, monkeypatch):
    monkeypatch.setattr("conglang.tools.search.services.rebuild.BATCH", 2)
    shelf += [item(row(home, f"Bài số {number}")) for number in range(5)]

    def power_cut(done: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(unit_ids=None, now=NOW, progress=power_cut)
    assert SearchEntry.objects.count() == 4
    heard: list[int] = []
    assert rebuild(unit_ids=None, now=NOW, progress=heard.append) == 1
    assert heard == [1]


def test_a_rebuild_of_one_unit_leaves_the_others_alone(home, shelf):
    other = commune("98002", "Bến Đá")
    enter(other, "Tin của xã bên")
    enter(home, "Đã gỡ")
    assert rebuild(unit_ids=[home.pk], now=NOW, progress=lambda _done: None) == 1
    assert titles(other, "tin của xã bên") == ["Tin của xã bên"]


def test_both_databases_keep_the_same_tokens(home):
    enter(home, "Đất đai: số 15/2026/NĐ-CP, Ấp Tân Hòa", text="Người Khmer: ភាសាខ្មែរ. E-mail: a_b@c.vn")
    for token in SearchEntry.objects.get().tokens.split():
        assert len(engine.newest(Token(token), limit=9)) == 1, token


def test_sqlite_gets_its_triggers_back_after_a_migration(home):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has a generated column")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_index_insert")
    engine.after_migrating("default")
    enter(home, "Lịch tiêm phòng")
    assert titles(home, "tiêm phòng") == ["Lịch tiêm phòng"]


def test_pages_count_what_takes_place_again_and_again_once(home):
    today = local_day(NOW)
    days = [today + timedelta(weeks=week - 2) for week in range(8)]
    facts = {"title": "Họp giao ban", "kind": "meeting"}
    put(items=[item(row(home, f"Họp {day}"), held_on=day, **facts) for day in days], now=NOW)
    for hamlet in range(6):
        enter(home, f"Họp dân ấp {hamlet}", summary="Trước họp giao ban.")
    pages = [find(unit=home, query="họp giao ban", now=NOW, once=True, first=n, number=4) for n in (0, 4)]
    assert [page.total for page in pages] == [7, 7]
    shown = [result for page in pages for result in page.results]
    assert [result.others for result in shown] == [7, 0, 0, 0, 0, 0, 0]
    assert SearchEntry.objects.get(uid=shown[0].uid).held_on == today
    assert find(unit=home, query="họp giao ban", now=NOW).total == 14
    [begun] = suggest(unit=home, beginning="họp giao", now=NOW)
    assert SearchEntry.objects.get(path=begun.path).held_on == today
