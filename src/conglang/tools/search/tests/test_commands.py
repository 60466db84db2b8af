"""The search at the command line."""

import json

import pytest
from click.testing import CliRunner

from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Site
from conglang.base.units.scope import everything
from conglang.tools.search import sources
from conglang.tools.search.commands import search, search_index, search_synonyms
from conglang.tools.search.models import Synonym
from conglang.tools.search.queries import find
from conglang.tools.search.seed import pairs
from conglang.tools.search.tests.places import LABEL, NOW, SINCE, enter, item, row

HOST = "bensen.songmay.localhost"


@pytest.fixture
def site(home):
    Site.objects.create(unit=home, host=HOST, opened_on=SINCE)
    return home


def run(command, *arguments: str) -> str:
    answer = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_a_site_is_searched_as_its_visitors_do(site):
    enter(site, "Lịch tiêm chủng")
    said = run(search, "--site", HOST, "chích", "ngừa")
    assert "[tiêm chủng]" in said
    assert f"//{HOST}/tin-tuc/" in said


def test_programs_get_json(site):
    enter(site, "Lịch tiêm phòng")
    found = json.loads(run(search, "--site", HOST, "--json", "tieem phong"))
    assert found["corrected"] == "tiêm phong"
    assert [result["title"] for result in found["results"]] == ["Lịch tiêm phòng"]


def test_a_host_without_a_site_is_an_error(db):
    answer = CliRunner().invoke(search, ["--site", "la.example", "x"])
    assert answer.exit_code == 2
    assert "Không có trang nào" in answer.output


def test_the_index_is_made_again(site, monkeypatch):
    added = item(row(site, "Lịch tiêm"))
    monkeypatch.setattr(
        sources, "_sources", {LABEL: lambda units, after, number: [added] if not after else []}
    )
    assert "1 mục đã thay đổi" in run(search_index, "--site", HOST)
    assert "Lịch [tiêm]" in run(search, "--site", HOST, "tiem")


def test_the_table_of_synonyms_is_filled_and_can_be_edited(site):
    with everything("tests"):
        assert Synonym.objects.count() == len(set(pairs())) >= 60
    enter(site, "Phòng chống bệnh dại")
    assert find(unit=site, query="chó điên", now=NOW).total == 0
    for _again in range(2):
        assert "chó điên = bệnh dại" in run(search_synonyms, "add", "chó điên", "bệnh dại")
    assert AuditEntry.objects.filter(verb="search.synonym_added").count() == 1
    assert "chó điên\tbệnh dại" in run(search_synonyms, "list")
    run(search_synonyms, "end", "cho dien", "benh dai")
    assert "chó điên" not in run(search_synonyms, "list")
    assert CliRunner().invoke(search_synonyms, ["end", "chó điên", "bệnh dại"]).exit_code == 1
    assert CliRunner().invoke(search_synonyms, ["add", "bệnh dại", "benh dai"]).exit_code == 1
