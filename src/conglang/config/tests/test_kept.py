"""The kept demonstration: whoever begins with it gets a whole one, and keys of their own."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import connection

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.units.scope import everything
from conglang.config.demo import MARK, kept, load
from conglang.config.demo.people import DemoPerson
from conglang.content.newsroom.tests.conftest import NOW, commune, person

TODAY = date(2026, 11, 22)


@pytest.fixture
def data(tmp_path, settings) -> Path:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    (settings.DATA / "private").mkdir()
    (settings.DATA / "private" / "original.pdf").write_text("a file")
    (settings.DATA / "secret-key").write_text("of this one only")
    (settings.DATA / MARK).write_text("[]")
    link = settings.DATA / "public" / "pages" / "ben.localhost" / "current"
    link.parent.mkdir(parents=True)
    link.symlink_to("generation-7")
    return settings.DATA


@pytest.mark.django_db(transaction=True)
def test_a_new_folder_begins_with_everything_but_the_keys(data, tmp_path, settings, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("only the embedded database is kept as a file")
    folder = tmp_path / kept.KEPT.format("now", "2026w47")
    old = tmp_path / kept.KEPT.format("earlier", "2026w46")
    old.mkdir()
    kept.keep(folder)
    assert not old.exists()
    assert sqlite3.connect(folder / "db.sqlite3").execute("SELECT count(*) FROM django_migrations").fetchone()

    settings.DATA = tmp_path / "new"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(settings.DATA / "db.sqlite3"))
    monkeypatch.setattr(connection, "close", lambda: None)
    settings.DATA.mkdir()
    assert kept.begin_with_kept(folder)
    there = {path.name for path in settings.DATA.rglob("*") if path.is_file() or path.is_symlink()}
    assert there == {"original.pdf", "current", "db.sqlite3"}
    assert not kept.begin_with_kept(folder)
    (settings.DATA / "db.sqlite3").unlink()  # a cut before the database came
    assert kept.begin_with_kept(folder)


def test_other_sources_and_another_week_ask_for_another_one(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "SOURCES", tmp_path)
    monkeypatch.setattr(kept.connection, "vendor", "sqlite", raising=False)
    (tmp_path / "stories.toml").write_text("one")
    first = kept.kept_folder(tmp_path, TODAY)
    assert kept.kept_folder(tmp_path, date(2026, 11, 16)) == first
    assert kept.kept_folder(tmp_path, date(2026, 11, 23)) != first
    (tmp_path / "stories.toml").write_text("two!")
    assert kept.kept_folder(tmp_path, TODAY) != first


def test_a_place_that_cannot_be_written_is_no_obstacle(data, tmp_path, capsys):
    (tmp_path / "file").touch()
    kept.keep(tmp_path / "file" / "kept")
    assert "kept" in capsys.readouterr().err


@pytest.mark.django_db
def test_everybody_gets_a_new_password_and_a_new_second_factor(monkeypatch):
    with everything("tests"):
        unit = commune("98001", "Bến Sen").unit
        user = User.objects.get(pk=person("truongban.ben", unit, Role.HEAD_EDITOR).user_id)
        user.set_password("of the kept one")
        user.save()
        enrol_second_factor(user=user, secret="A" * 32, by=Actor.system("tests"), now=NOW)
    who = DemoPerson("98001", user.username, "Người Mẫu", Role.HEAD_EDITOR)
    monkeypatch.setattr(load, "PEOPLE", [who])
    [account] = load.renew_accounts(NOW)
    user.refresh_from_db()
    assert user.check_password(account.password)
    stored = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert get_adapter().decrypt(stored.data["secret"]) == account.totp_secret != "A" * 32
