import pytest

from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.queries import (
    articles,
    at_stage,
    drafts_of,
    in_section,
    stage_counts,
    with_title,
)
from conglang.content.newsroom.tests.conftest import publish, write
from conglang.tools.approval.rules import Stage


def titles(rows) -> list[str]:
    return [row.title for row in rows]


def test_lists_tell_drafts_stages_and_sections(home):
    write(home, title="Một")
    publish(write(home, title="Hai"), home)
    write(home, by=home.colleague, title="Ba", section_id=home.sections["about"].pk)
    with use_scope(home.desk.scope):
        assert titles(drafts_of(home.writer.user_id)) == ["Một"]
        assert titles(at_stage(Stage.PUBLISHED)) == ["Hai"]
        assert titles(in_section(home.sections["about"].pk)) == ["Ba"]
        assert stage_counts(home.unit.pk) == {Stage.DRAFT: 2, Stage.PUBLISHED: 1}
        assert [row.stage for row in articles()] == [Stage.DRAFT, Stage.PUBLISHED, Stage.DRAFT]


@pytest.mark.parametrize("query", ["đất đai", "DAT DAI", "dai dat", "  dat  "])
def test_titles_are_found_without_marks_and_in_any_order(home, query):
    write(home, title="Thủ tục Đất đai")
    write(home, title="Lịch tiêm phòng")
    with use_scope(home.desk.scope):
        assert titles(with_title(articles(), query)) == ["Thủ tục Đất đai"]


def test_a_list_costs_the_same_at_any_length(home, django_assert_num_queries):
    for number in range(5):
        write(home, title=f"Tin {number}")
    with use_scope(home.desk.scope), django_assert_num_queries(1):
        assert [(row.section.title, row.author.full_name, row.unit.name, row.stage) for row in articles()]


def test_the_neighbours_articles_are_in_no_list(home, neighbour):
    write(neighbour)
    with use_scope(home.desk.scope):
        assert not articles().exists()
    with everything("tests"):
        assert articles().exists()
