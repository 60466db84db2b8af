"""People find what they mean: typed with marks, without, with slips, or in their own words."""

import pytest

from conglang.tools.search.tests.corpus import queries, recall, texts

pytestmark = pytest.mark.postgres


def test_the_corpus_is_large_enough_to_get_lost_in():
    assert len(list(texts())) >= 300
    asked = queries("queries.tsv")
    assert len(asked) >= 120
    names = {name for name, *_ in texts()}
    assert [query for query in asked if not query.answers <= names] == []


def test_nine_of_ten_queries_have_an_answer_among_the_first_five(library):
    share, missed = recall(library, queries("queries.tsv"))
    assert share >= 0.9, missed
