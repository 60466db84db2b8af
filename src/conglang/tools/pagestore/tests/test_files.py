"""The tree of stored pages, without Django."""

import os
import time
from pathlib import Path

import pytest

from conglang.tools.pagestore.files import GRACE_SECONDS, PLAIN, PageFiles, PageKey, Stored, mark_for

HOST = "bensen.songmay.localhost"
HOME = PageKey(HOST, "https.443", "/")
PAGE = Stored([(b"content-type", b"text/html; charset=utf-8")], "Cổng làng ".encode() * 100)


@pytest.fixture
def files(tmp_path) -> PageFiles:
    found = PageFiles(tmp_path / "pages")
    found.renew([HOST])
    return found


def test_a_stored_page_is_read_again_in_every_form(files):
    generation = files.generation(HOST)
    assert files.write(HOME, generation, PAGE)
    assert files.read(HOME, generation, PLAIN) == PAGE
    assert {len(files.read(HOME, generation, form).body) < 100 for form in ("gzip", "br")} == {True}


def test_a_web_server_finds_the_same_files_through_one_link(files):
    files.write(HOME, files.generation(HOST), PAGE)
    files.write(PageKey(HOST, "https.443", "/tin-tuc/", 2), files.generation(HOST), PAGE)
    root = files.root / HOST / "current" / "https.443"
    assert (root / "index.html").read_bytes() == PAGE.body
    assert (root / "tin-tuc/index.2.html.gz").exists()


def test_a_web_server_is_told_the_headers_by_the_name_and_the_content_by_the_time(files):
    generation, folder = files.generation(HOST), files.root / HOST / "current" / "https.443"
    seen = set()
    for page in (
        PAGE,
        Stored(PAGE.headers, b"x" * len(PAGE.body)),
        Stored([*PAGE.headers, (b"x", b"1")], PAGE.body),
    ):
        assert files.write(HOME, generation, page)
        marked = folder / f"index.html.{mark_for(page.headers)}"
        assert marked.read_bytes() == page.body
        assert Path(f"{marked}.gz").read_bytes() == (folder / "index.html.gz").read_bytes()
        seen.add((marked.name, int(marked.stat().st_mtime)))
    assert len(seen) == 3
    assert len({time for _name, time in seen}) == 2


def test_after_renewing_nothing_of_before_is_found(files):
    before = files.generation(HOST)
    files.write(HOME, before, PAGE)
    files.renew([HOST])
    assert files.generation(HOST) not in {"", before}
    assert files.read(HOME, files.generation(HOST), PLAIN) is None


def test_a_page_that_was_rendered_too_early_lands_where_nobody_looks(files):
    before = files.generation(HOST)
    files.renew([HOST])
    files.write(HOME, before, PAGE)
    assert files.read(HOME, files.generation(HOST), PLAIN) is None


def test_generations_never_have_a_name_twice(files):
    seen = set()
    for _ in range(200):
        files.renew([HOST])
        seen.add(files.generation(HOST))
    assert len(seen) == 200


def test_a_forgotten_host_has_nothing_left(files):
    files.write(HOME, files.generation(HOST), PAGE)
    files.forget(HOST)
    files.forget("never.known")
    assert files.generation(HOST) == ""
    assert files.hosts() == []


@pytest.mark.parametrize("damage", ["index.html", "index.html.br", "index.html.json"])
def test_a_damaged_page_is_none(files, damage):
    generation = files.generation(HOST)
    files.write(HOME, generation, PAGE)
    (files.root / HOST / generation / "https.443" / damage).write_bytes(b"{}")
    assert None in [files.read(HOME, generation, form) for form in (PLAIN, "br")]


def test_a_full_disk_loses_nothing_but_time(files, monkeypatch):
    monkeypatch.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError(28, "No space")))
    assert not files.write(HOME, files.generation(HOST), PAGE)
    assert files.read(HOME, files.generation(HOST), PLAIN) is None


def test_one_at_a_time_holds_the_lock_of_a_page(files):
    held = files.lock(HOME, "1")
    assert files.lock(HOME, "1") is None
    files.unlock(held)
    held = files.lock(HOME, "1")
    assert held is not None
    files.unlock(held)


def test_a_lock_dies_with_its_process(files):
    child = os.fork()
    if not child:
        files.lock(HOME, "1")
        os._exit(0)
    os.waitpid(child, 0)
    held = files.lock(HOME, "1")
    assert held is not None
    files.unlock(held)


def test_the_sweep_takes_void_generations_and_what_was_unread_for_longest(files):
    files.write(HOME, files.generation(HOST), PAGE)
    files.renew([HOST])
    keys = [PageKey(HOST, "https.443", f"/tin-{number}/") for number in range(10)]
    for number, key in enumerate(keys):
        files.write(key, files.generation(HOST), PAGE)
        os.utime(files.root / HOST / files.generation(HOST) / f"{key.file}.json", (number, number))
    total = files.sweep(limit_bytes=10**9, now=time.time())
    assert len(list((files.root / HOST).iterdir())) == 3  # readers of the void one are given time
    left = files.sweep(limit_bytes=total // 2, now=time.time() + GRACE_SECONDS + 1)
    assert left <= total // 2
    assert len(list((files.root / HOST).iterdir())) == 2
    present = [files.read(key, files.generation(HOST), PLAIN) is not None for key in keys]
    assert present == sorted(present)
    assert (present[0], present[-1]) == (False, True)


def test_another_build_voids_what_the_last_one_rendered(files):
    files.same_build("a")
    files.write(HOME, files.generation(HOST), PAGE)
    assert files.same_build("a")
    assert files.read(HOME, files.generation(HOST), PLAIN)
    assert not files.same_build("b")
    assert files.read(HOME, files.generation(HOST), PLAIN) is None


def test_a_feed_lies_under_its_own_name_and_is_swept_like_a_page(files):
    generation, key = files.generation(HOST), PageKey(HOST, "https.443", "/tin-tuc/feed.json")
    files.write(key, generation, PAGE)
    assert (files.root / HOST / "current" / "https.443/tin-tuc/feed.json").read_bytes() == PAGE.body
    assert [pages for _host, pages, _bytes in files.figures()] == [1]
    files.sweep(limit_bytes=0, now=time.time())
    assert files.read(key, generation, PLAIN) is None
    assert not any(path.is_file() for path in (files.root / HOST / generation).rglob("*"))
