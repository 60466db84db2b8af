"""Logs into figures: every line once, whatever happens to the log and to who reads it."""

import gzip
import json
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.units.models import Site, Unit, UnitKind
from conglang.base.units.scope import everything
from conglang.insight.statistics import tasks
from conglang.insight.statistics.lines import line_of, view_of
from conglang.insight.statistics.models import LogPosition, PageDay, SectionDay
from conglang.insight.statistics.rules import MOST_A_MINUTE, View
from conglang.insight.statistics.services import read_log as module
from conglang.insight.statistics.services.forget import forget
from conglang.insight.statistics.services.read_log import read_log
from conglang.insight.statistics.tally import Tally

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
MINUTE = int(NOW.timestamp()) // 60 - 10
DAY = date(2026, 11, 22)
HOST = "bensen.songmay.localhost"
PHONE = b"Mozilla/5.0 (Linux; Android 10; K) Chrome/140 Mobile Safari"


@pytest.fixture
def unit(db) -> Unit:
    kind = UnitKind.COMMUNE
    unit = Unit.objects.create(code="98001", kind=kind, level=kind.level, name="Bến Sen")
    Site.objects.create(unit=unit, host=HOST, opened_on=date(2025, 7, 1))
    return unit


@pytest.fixture
def log(tmp_path) -> Path:
    return tmp_path / "20779.log"


def view(path="/", minute=MINUTE, **more) -> View:
    facts = {"host": HOST, "network": "a", "is_robot": False, "is_inside": False, "count": 1}
    return View(minute=minute, path=path, **(facts | more))


def write(log: Path, *views: View, end: str = "") -> None:
    with log.open("a") as file:
        file.write("".join(map(line_of, views)) + end)


def pages() -> dict[str, tuple[int, int]]:
    with everything("tests"):
        return {row.path: (row.views, row.visits) for row in PageDay.objects.all()}


def sections() -> dict[str, tuple[int, int, int]]:
    with everything("tests"):
        return {row.section: (row.views, row.visits, row.robots) for row in SectionDay.objects.all()}


def test_views_and_visits_of_pages_sections_and_days(unit, log):
    write(
        log,
        view(),
        view("/news/", is_inside=True, count=2),
        view("/news/a/", is_inside=True),
        view("/news/a/"),
    )
    assert read_log(path=log, now=NOW) == 5
    assert pages() == {"/": (1, 1), "/news/": (2, 0), "/news/a/": (2, 1)}
    assert sections() == {"": (1, 1, 0), "news": (4, 1, 0)}
    with everything("tests"):
        assert {row.day for row in PageDay.objects.all()} == {DAY}


def test_the_day_is_the_day_in_viet_nam(unit, log):
    late = int(datetime(2026, 11, 20, 17, 0, tzinfo=UTC).timestamp()) // 60
    write(log, view(minute=late - 1), view(minute=late))
    read_log(path=log, now=NOW)
    with everything("tests"):
        assert sorted(PageDay.objects.values_list("day", flat=True)) == [
            date(2026, 11, 20),
            date(2026, 11, 21),
        ]


def test_what_is_appended_is_added_and_nothing_is_read_twice(unit, log):
    write(log, view())
    assert [read_log(path=log, now=NOW) for _ in range(3)] == [1, 0, 0]
    write(log, view(), view("/news/"))
    assert read_log(path=log, now=NOW) == 2
    assert pages() == {"/": (2, 2), "/news/": (1, 1)}


def test_a_line_that_is_not_whole_waits(unit, log):
    write(log, view(), end=line_of(view("/news/"))[:30])
    assert read_log(path=log, now=NOW) == 1
    write(log, end=line_of(view("/news/"))[30:])
    assert read_log(path=log, now=NOW) == 1
    assert pages() == {"/": (1, 1), "/news/": (1, 1)}


def test_not_even_the_first_line(unit, log):
    write(log, end=line_of(view())[:30])
    assert read_log(path=log, now=NOW) == 0
    write(log, end=line_of(view())[30:])
    assert read_log(path=log, now=NOW) == 1


def test_a_minute_that_may_still_grow_waits(unit, log):
    write(log, view(), view("/news/", minute=int(NOW.timestamp()) // 60))
    assert read_log(path=log, now=NOW) == 1
    assert read_log(path=log, now=NOW + timedelta(minutes=2)) == 1


def test_a_rotated_log_goes_on_where_it_was(unit, log):
    write(log, view())
    read_log(path=log, now=NOW)
    write(log, view("/news/"))
    old = log.rename(log.with_name("20779.log.1"))
    write(log, view("/about/"))
    assert read_log(path=old, now=NOW) + read_log(path=log, now=NOW) == 2
    assert pages() == {"/": (1, 1), "/news/": (1, 1), "/about/": (1, 1)}


def test_a_compressed_log_is_the_same_log(unit, log):
    write(log, view())
    read_log(path=log, now=NOW)
    write(log, view("/news/"))
    packed = log.with_name("a.log.gz")
    packed.write_bytes(gzip.compress(log.read_bytes()))
    assert read_log(path=packed, now=NOW) == 1
    assert read_log(path=log, now=NOW) == 0


def test_a_log_that_was_copied_and_emptied_begins_anew(unit, log):
    write(log, view(), view())
    read_log(path=log, now=NOW)
    log.write_text("")
    write(log, view("/news/"))
    assert read_log(path=log, now=NOW) == 1


def test_who_dies_before_the_commit_has_done_nothing(unit, log, monkeypatch):
    write(log, view(), view("/news/"))
    add = module._add

    def add_and_die(figures):
        add(figures)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_add", add_and_die)
    with pytest.raises(KeyboardInterrupt):
        read_log(path=log, now=NOW)
    assert pages() == {}
    monkeypatch.setattr(module, "_add", add)
    assert read_log(path=log, now=NOW) == 2
    assert read_log(path=log, now=NOW) == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_read_at_once_count_once(log):
    kind = UnitKind.COMMUNE
    unit = Unit.objects.create(code="98001", kind=kind, level=kind.level, name="Bến Sen")
    Site.objects.create(unit=unit, host=HOST, opened_on=date(2025, 7, 1))
    write(log, *(view(f"/p{number}/") for number in range(50)))
    together = threading.Barrier(2)

    def read() -> None:
        together.wait()
        read_log(path=log, now=NOW)
        connection.close()

    if connection.vendor == "sqlite":  # the tests' own database lives in one connection
        read_log(path=log, now=NOW)
        read_log(path=log, now=NOW)
    else:
        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    assert set(pages().values()) == {(1, 1)}
    assert len(pages()) == 50


def test_a_long_log_is_read_in_batches(unit, log, monkeypatch):
    monkeypatch.setattr(module, "BATCH_BYTES", 400)
    write(log, *(view(f"/p{number}/") for number in range(30)))
    assert read_log(path=log, now=NOW) == 30
    assert LogPosition.objects.get().offset == log.stat().st_size


def test_programs_are_left_out_and_told(unit, log):
    write(log, view(), view(is_robot=True, count=3))
    read_log(path=log, now=NOW)
    assert sections() == {"": (1, 1, 3)}


def test_a_network_that_asks_faster_than_people_do_is_a_program(unit, log):
    many = [view(f"/p{number}/", network="mill") for number in range(MOST_A_MINUTE + 1)]
    write(log, *many, *(view(network="office") for _ in range(MOST_A_MINUTE)))
    assert read_log(path=log, now=NOW) == MOST_A_MINUTE
    assert pages() == {"/": (MOST_A_MINUTE, MOST_A_MINUTE)}


def test_other_hosts_and_other_answers_are_not_ours(unit, log):
    facts = json.loads(line_of(view())) | {"type": "text/html; charset=utf-8"}
    del facts["n"]
    lines = [
        facts | {"status": 200}, facts | {"status": 404}, facts | {"status": 200, "type": "text/css"},
        facts | {"status": 304, "type": ""}, facts | {"host": "elsewhere.vn", "status": 200},
        facts | {"path": "/rss.xml", "status": 200},
    ]  # fmt: skip
    log.write_text("".join(json.dumps(line) + "\n" for line in lines) + "garbage\n\xff\n[]\n")
    assert read_log(path=log, now=NOW) == 2


@given(st.binary())
def test_no_line_breaks_the_reader(line):
    assert view_of(line) is None or view_of(line).count > 0


@given(st.integers(0, 10**8), st.integers(1, 10**6), st.booleans())
def test_a_line_says_what_was_written(minute, count, flag):
    seen = view("/a/", minute=minute, count=count, is_robot=flag, is_inside=not flag)
    assert view_of(line_of(seen).encode()) == seen


class TestTally:
    def test_nothing_of_the_address_is_written(self, unit, tmp_path):
        tally = Tally(tmp_path)
        for address in ("113.160.1.7", "113.160.1.8", "14.1.2.3"):
            tally.note(NOW.timestamp(), HOST, "/", address, PHONE, is_inside=False)
        tally.flush()
        [log] = tmp_path.iterdir()
        assert "113.160" not in log.read_text()
        views = [view_of(line) for line in log.read_bytes().splitlines()]
        assert sorted(each.count for each in views) == [1, 2]  # neighbours are one network

    def test_the_network_has_another_name_on_another_day(self, tmp_path):
        tally = Tally(tmp_path)
        for days in (0, 1):
            then = (NOW + timedelta(days=days)).timestamp()
            tally.note(then, HOST, "/", "113.160.1.7", PHONE, is_inside=False)
        assert len({key[3] for key in tally.counts}) == 2

    def test_what_is_flushed_is_read_once(self, unit, tmp_path):
        tally = Tally(tmp_path)
        for _ in range(3):
            tally.note(MINUTE * 60, HOST, "/", "1.2.3.4", PHONE, is_inside=False)
            tally.flush()
        tally.flush()
        [log] = tmp_path.iterdir()
        assert read_log(path=log, now=NOW) == 3

    def test_a_full_disk_loses_nothing(self, tmp_path, monkeypatch):
        tally = Tally(tmp_path)
        tally.note(MINUTE * 60, HOST, "/", "1.2.3.4", PHONE, is_inside=False)
        monkeypatch.setattr("conglang.insight.statistics.tally.os.write", lambda _file, text: len(text) // 2)
        tally.flush()
        assert [log.read_bytes() for log in tmp_path.iterdir()] == [b""]
        monkeypatch.undo()
        tally.flush()
        [log] = tmp_path.iterdir()
        assert len(log.read_bytes().splitlines()) == 1


def test_the_job_reads_all_logs_and_forgets_in_time(unit, tmp_path, settings):
    settings.VISITS_ROOT = tmp_path
    write(tmp_path / "20779.log", view())
    write(tmp_path / "nginx.log", view("/news/"))
    (tmp_path / "nginx.log.2.gz").write_bytes(b"no matter")
    tasks.read_logs(NOW)
    assert len(pages()) == 2
    tasks.forget(NOW)
    assert len(pages()) == 2
    later = NOW + timedelta(days=401)
    assert forget(folder=tmp_path, now=later) == 2
    assert pages() == {}
    assert sections() == {"": (1, 1, 0), "news": (1, 1, 0)}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nginx.log", "nginx.log.2.gz"]
