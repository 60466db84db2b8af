"""Pure parts: typed text, differences, guides."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import conglang
from conglang.base.accounts.roles import Role
from conglang.content.newsroom.markup import clean
from conglang.content.newsroom.plain_text import as_blocks
from conglang.workspace.changes import marked
from conglang.workspace.guides import SOURCE, guides
from conglang.workspace.trail import AREAS, VERBS
from conglang.workspace.typed import as_text

RECORDED = re.compile(r'\brecord\(\s*"([a-z]+\.[a-z_]+)"')


class Body(list):
    def get_prep_value(self):
        return list(self)


class Written:
    def __init__(self, blocks):
        self.body = Body(blocks)


TYPED = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")) | st.just("\n"), max_size=200)


@given(TYPED)
def test_what_was_typed_comes_back_and_runs_nothing(text):
    blocks = as_blocks(text)
    html = "".join(block["value"] for block in blocks)
    assert clean(html).count("<script") == 0
    back = as_text(Written(blocks))
    assert back is not None
    assert back.split() == text.split()
    assert as_blocks(back) == blocks or not blocks


def test_a_body_with_more_than_paragraphs_is_left_to_the_editor():
    assert as_text(Written([{"type": "text", "value": "<h2>Đề mục</h2><p>Chữ</p>"}])) is None
    assert as_text(Written([{"type": "table", "value": {}}])) is None


def test_differences_are_marked_and_escaped():
    before, after = marked("Họp lúc <b>7 giờ", "Họp lúc <b>8 giờ")
    assert before == "Họp lúc <del>&lt;b&gt;7</del> giờ"
    assert after == "Họp lúc <ins>&lt;b&gt;8</ins> giờ"


def test_every_role_of_the_newsroom_has_a_guide():
    explained = set().union(*(guide.roles for guide in guides()))
    assert explained >= {
        Role.CONTRIBUTOR,
        Role.DEPARTMENT_HEAD,
        Role.FIELD_EDITOR,
        Role.DESK,
        Role.HEAD_EDITOR,
        Role.COMMUNE_LEADER,
        Role.UNIT_ADMINISTRATOR,
        Role.PROVINCE_ADMINISTRATOR,
        Role.AUDITOR,
    }


def test_every_button_that_a_guide_names_exists():
    said = set(re.findall("“([^”]+)”", SOURCE.read_text("utf-8")))
    catalogues = [path.read_text("utf-8") for path in Path(conglang.__path__[0]).rglob("locale/vi/**/*.po")]
    shown = "\n".join(re.sub(r'"\n"', "", text) for text in catalogues)
    assert {words for words in said if f'"{words}"' not in shown} == set()


def test_the_trail_has_words_for_everything_that_is_recorded():
    sources = (path for path in Path(conglang.__file__).parent.rglob("*.py") if "tests" not in path.parts)
    recorded = {verb for path in sources for verb in RECORDED.findall(path.read_text())}
    assert len(recorded) > 60
    assert sorted(recorded - VERBS.keys()) == []
    assert sorted({verb.partition(".")[0] for verb in recorded} - AREAS.keys()) == []
