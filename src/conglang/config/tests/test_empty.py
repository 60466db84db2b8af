import sqlite3
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from conglang.config.demo import empty


@pytest.mark.django_db(transaction=True)
def test_the_kept_copy_has_every_migration_and_every_guard(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("only the embedded database is kept as a file")
    kept = tmp_path / empty.KEPT.format("now")
    old = tmp_path / empty.KEPT.format("earlier")
    old.write_text("made before a migration was added")
    empty.keep(kept)
    assert not old.exists()
    with sqlite3.connect(kept) as copy, connection.cursor() as cursor:
        for query in (
            "SELECT app, name FROM django_migrations ORDER BY 1, 2",
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1",
        ):
            cursor.execute(query)
            assert copy.execute(query).fetchall() == cursor.fetchall() != []


@pytest.mark.django_db(transaction=True)
def test_a_place_that_cannot_be_written_is_no_obstacle(tmp_path, capsys):
    empty.keep(tmp_path / "not there" / "copy.sqlite3")
    assert "copy.sqlite3" in capsys.readouterr().err


def test_a_new_demonstration_begins_with_the_copy_and_one_that_exists_is_left_alone(tmp_path, monkeypatch):
    target, kept = tmp_path / "db.sqlite3", tmp_path / "kept.sqlite3"
    monkeypatch.setattr(
        empty, "connection", SimpleNamespace(settings_dict={"NAME": target}, close=lambda: None)
    )
    assert not empty.begin_with(kept)
    kept.write_text("empty")
    assert empty.begin_with(kept)
    assert target.read_text() == "empty"
    target.write_text("with work in it")
    assert not empty.begin_with(kept)
    assert target.read_text() == "with work in it"


def test_a_changed_migration_asks_for_another_copy(tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    folder.mkdir()
    source = folder / "0001_initial.py"
    app = SimpleNamespace(label="a", path=str(tmp_path))
    monkeypatch.setattr(empty, "apps", SimpleNamespace(get_app_configs=lambda: [app]))
    source.write_text("one column")
    before = empty.kept_file(tmp_path)
    assert empty.kept_file(tmp_path) == before
    source.write_text("two columns")
    changed = empty.kept_file(tmp_path)
    source.rename(folder / "0002_initial.py")
    renamed = empty.kept_file(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "words.tsv").write_text("a word that the migration loads")
    assert len({before, changed, renamed, empty.kept_file(tmp_path)}) == 4


@pytest.mark.django_db
def test_a_run_of_tests_begins_with_what_the_migrations_would_have_made():
    loader = MigrationLoader(connection)
    assert loader.applied_migrations.keys() == loader.disk_migrations.keys()
