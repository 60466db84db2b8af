"""`conglang import` as it is called."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from conglang.base.accounts.models import User
from conglang.base.units.models import Site
from conglang.base.units.scope import everything
from conglang.content.newsroom.commands import import_folder
from conglang.content.newsroom.models import Article, BatchStatus, ImportBatch
from conglang.content.newsroom.tests import word

HOST = "bensen.songmay.localhost"


@pytest.fixture
def site(home) -> Site:
    return Site.objects.create(unit=home.unit, host=HOST, opened_on=date(2026, 1, 1))


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "tin"
    (place / "hinh").mkdir(parents=True)
    (place / "1.docx").write_bytes(word.simple("Tin một"))
    (place / "2.html").write_text("<h1>Tin hai</h1><p>Chữ</p><img src='hinh/a.png' alt='Ao làng mùa sen'>")
    (place / "3.txt").write_text("Tin ba\n\nChữ")
    (place / "hinh" / "a.png").write_bytes(word.png())
    (place / "~$1.docx").write_bytes(b"lock")
    (place / ".DS_Store").write_bytes(b"x")
    (place / "ngoai.txt").symlink_to("/etc/hostname")
    return place


def call(folder: Path, *more: str):
    return CliRunner().invoke(import_folder, [str(folder), "--site", HOST, "--section", "news", *more])


def titles() -> list[str]:
    with everything("tests"):
        return sorted(Article.objects.values_list("title", flat=True))


def test_a_folder_becomes_drafts_and_a_second_run_adds_only_what_is_new(site, folder):
    first = call(folder)
    assert first.exit_code == 0, first.output
    assert titles() == ["Tin ba", "Tin hai", "Tin một"]
    (folder / "4.txt").write_text("Tin bốn\n\nChữ")
    assert call(folder).exit_code == 0
    assert titles() == ["Tin ba", "Tin bốn", "Tin hai", "Tin một"]
    with everything("tests"):
        assert not Article.objects.filter(live=True).exists()
        assert ImportBatch.objects.count() == 1


def test_what_could_not_be_read_is_reported_and_the_exit_code_says_so(site, folder):
    (folder / "hong.docx").write_bytes(b"PK\x03\x04")
    result = call(folder, "--json")
    assert result.exit_code == 1
    report = json.loads(result.output)
    assert (report["draft"], report["refused"], report["picture"]) == (3, 1, 1)
    broken = next(file for file in report["files"] if file["name"] == "hong.docx")
    assert broken["problems"][0]["code"] == "broken"
    assert broken["problems"][0]["text"]


def test_a_named_person_imports_and_may_submit_for_somebody_else_to_approve(site, home, folder):
    name = User.objects.get(pk=home.desk.user_id).username
    assert call(folder, "--as", name, "--submit").exit_code == 0
    with everything("tests"):
        batch = ImportBatch.objects.get()
        assert (batch.by_id, batch.status) == (home.desk.user_id, BatchStatus.SUBMITTED)


@pytest.mark.parametrize(
    ("more", "about"),
    [
        (["--as", "nobody"], "--as"),
        (["--section", "khong-co"], "--section"),
        (["--site", "la.localhost"], "--site"),
        (["--submit"], "--as"),
    ],
)
def test_a_wrong_argument_is_named_and_nothing_happens(site, folder, more, about):
    result = call(folder, *more)
    assert result.exit_code == 2
    assert about in result.output
    assert titles() == []


def test_a_person_without_the_role_cannot_import(site, home, folder):
    name = User.objects.get(pk=home.leader.user_id).username
    result = call(folder, "--as", name)
    assert result.exit_code == 1
    assert titles() == []
