"""House rules that a linter has no name for."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "conglang"
WRITTEN = (SOURCE, ROOT / "tests", ROOT / "bench", ROOT / "docs", ROOT / "packages")
SUFFIXES = {".py", ".html", ".css", ".js", ".sh", ".md", ".txt"}
LONGEST_FILE = 450
HOLLOW_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers", "misc"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def written_files() -> Iterator[Path]:
    for folder in WRITTEN:
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix in SUFFIXES and "__pycache__" not in path.parts:
                yield path


def test_no_module_has_a_name_that_says_nothing():
    hollow = [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("*")
        if path.stem in HOLLOW_NAMES and (path.is_dir() or path.suffix == ".py")
    ]
    assert hollow == []


def test_no_python_file_is_too_long_to_read():
    lengths = {path: len(path.read_text().splitlines()) for path in written_files() if path.suffix == ".py"}
    long = {
        str(p.relative_to(ROOT)): n
        for p, n in lengths.items()
        if n > LONGEST_FILE and "migrations" not in p.parts
    }
    assert long == {}


def test_nothing_is_left_unfinished_in_writing():
    left = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in written_files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert left == []
