"""The text and the life of a document as readers see them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from conglang.base.units.scope import everything
from conglang.content.documents.history import history
from conglang.content.documents.outline import Part, outline
from conglang.content.documents.queries import relatives
from conglang.content.documents.rules import Relation, Tie, stored_ties
from conglang.content.documents.tests.conftest import published


def test_lines_that_the_paper_broke_are_put_together_and_articles_become_headings():
    text = """QUYẾT ĐỊNH
Căn cứ Luật Tiếp công dân;
Chương I
Điều 1. Phạm vi điều chỉnh
Điều 2. Chủ tịch Ủy ban nhân dân tiếp công dân định kỳ vào sáng thứ Năm; ngày
nghỉ lễ thì chuyển sang ngày làm việc kế tiếp.
a) Tại trụ sở;
- Tại thôn."""
    assert outline(text) == [
        Part("QUYẾT ĐỊNH"),
        Part("Căn cứ Luật Tiếp công dân;"),
        Part("Chương I", is_heading=True),
        Part("Điều 1. Phạm vi điều chỉnh", is_heading=True),
        Part("Điều 2", is_heading=True),
        Part(
            "Chủ tịch Ủy ban nhân dân tiếp công dân định kỳ vào sáng thứ Năm; "
            "ngày nghỉ lễ thì chuyển sang ngày làm việc kế tiếp."
        ),
        Part("a) Tại trụ sở;"),
        Part("- Tại thôn."),
    ]


@given(st.text(alphabet="aăâ ĐiềuChương1.:;\n-)", max_size=400))
def test_no_word_of_a_text_is_lost(text):
    def words(value):
        return "".join(value.split()).replace(".", "").replace(":", "")

    assert words("".join(part.text for part in outline(text))) == words(text)


def test_a_life_is_told_in_the_order_of_time_and_what_is_only_named_stands_apart(home):
    first = published(home, issued_on=date(2026, 3, 5), effective_on=date(2026, 4, 1))
    ties = [Tie(Relation.AMENDS, first.code, str(first.uid)), Tie(Relation.BASED_ON, "Luật 01/2026/QH16")]
    second = published(home, code="40/QĐ-UBND", issued_on=date(2026, 6, 1), relations=stored_ties(ties))
    with everything("tests"):
        life, named = history(first, relatives(first), {second.pk: "/x/"})
        assert [(each.day, each.words, each.url) for each in life] == [
            (date(2026, 3, 5), "Ban hành", ""),
            (date(2026, 4, 1), "Có hiệu lực từ ngày này", ""),
            (date(2026, 6, 1), "Được sửa đổi, bổ sung bởi", "/x/"),
        ]
        assert named == []
        life, named = history(second, relatives(second), {})
        assert [each.words for each in life] == ["Ban hành", "Sửa đổi, bổ sung"]
        assert [each.text for each in named] == ["Luật 01/2026/QH16"]
