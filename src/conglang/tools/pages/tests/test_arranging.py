"""What a template and a site's wishes make together; pure."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.tools.pages.editing import (
    Fault,
    Impossible,
    add_own,
    add_row,
    change_row,
    checked,
    drop_own,
    hide,
    move_row,
    put_under,
    remove_row,
    rename,
    shift,
    show,
)
from conglang.tools.pages.laying import Stored, plan
from conglang.tools.pages.layout import Adaptation, Row, Rule, Template, Wishes, arrange
from conglang.tools.pages.template import first_template


def row(key: str, rule: Rule = Rule.FREE, parent: str = "") -> Row:
    return Row(key=key, title=key.upper(), slug=key, rule=rule, parent=parent)


ROWS = (
    row("a", Rule.FIXED),
    row("b"),
    row("b1", parent="b"),
    row("b2", Rule.OPTIONAL, "b"),
    row("b3", parent="b"),
    row("c"),
    row("c1", Rule.FIXED, "c"),
    row("d", Rule.OPTIONAL),
)


def free(slug: str) -> bool:
    return slug == "tim-kiem"


def keys(wishes: Wishes, rows=ROWS) -> list[str]:
    return [each.key for each in arrange(rows, wishes) if not each.is_hidden]


def fault(act, *given, **more) -> Fault:
    with pytest.raises(Impossible) as impossible:
        act(*given, **more)
    return impossible.value.fault


def test_without_wishes_a_site_is_the_template():
    assert keys(Wishes()) == [each.key for each in ROWS]


def test_a_site_renames_moves_and_hides_what_is_free():
    wishes = rename(ROWS, Wishes(), "b1", "Tin  thôn")
    wishes = shift(ROWS, wishes, "b3", -2)
    wishes = hide(ROWS, wishes, "b2")
    assert keys(wishes) == ["a", "b", "b3", "b1", "c", "c1", "d"]
    assert {each.key: each.row.title for each in arrange(ROWS, wishes)}["b1"] == "Tin thôn"
    assert show(ROWS, hide(ROWS, Wishes(), "d"), "d") == Wishes()
    assert rename(ROWS, rename(ROWS, Wishes(), "b", "Khác"), "b", "B") == Wishes()


def test_what_the_parent_fixed_stays():
    for act, key in ((hide, "a"), (hide, "c"), (hide, "c1")):
        assert fault(act, ROWS, Wishes(), key) == Fault.NOT_FREE
    assert fault(rename, ROWS, Wishes(), "d", "Khác") == Fault.NOT_FREE
    assert fault(shift, ROWS, Wishes(), "a", 1) == Fault.NOT_FREE
    forged = Wishes(titles={"a": "Khác"}, hidden=("a", "c", "c1"), parents={"c1": "b"})
    assert [(each.key, each.row.title, each.is_hidden) for each in arrange(ROWS, forged)] == [
        (each.key, each.title, False) for each in ROWS
    ]


def test_sections_of_ones_own_stand_under_free_headings_only():
    wishes = add_own(ROWS, Wishes(), title="Làng nghề", kind="list", heading="b", is_taken=free)
    assert keys(wishes)[2:6] == ["b1", "b2", "b3", "own-lang-nghe"]
    again = add_own
    assert (
        fault(again, ROWS, wishes, title="Làng nghề", kind="list", heading="b", is_taken=free) == Fault.TAKEN
    )
    assert (
        fault(again, ROWS, wishes, title="Tìm kiếm", kind="list", heading="b", is_taken=free) == Fault.TAKEN
    )
    assert fault(again, ROWS, wishes, title="Khác", kind="list", heading="a", is_taken=free) == Fault.HEADING
    assert fault(again, ROWS, wishes, title="Khác", kind="group", heading="b", is_taken=free) == Fault.KIND
    assert fault(again, ROWS, wishes, title="!!!", kind="list", heading="b", is_taken=free) == Fault.TITLE
    assert drop_own(wishes, "own-lang-nghe") == Wishes()
    assert put_under(ROWS, wishes, "own-lang-nghe", "c").own[0].parent == "c"


def test_a_free_section_moves_under_another_free_heading_and_back():
    moved = put_under(ROWS, Wishes(), "b1", "c")
    assert keys(moved) == ["a", "b", "b2", "b3", "c", "c1", "b1", "d"]
    assert put_under(ROWS, moved, "b1", "b") == Wishes()
    assert fault(put_under, ROWS, Wishes(), "b1", "a") == Fault.HEADING
    assert fault(put_under, ROWS, Wishes(), "b2", "c") == Fault.NOT_FREE


def test_a_new_section_of_the_template_finds_its_place_among_what_a_site_moved():
    wishes = shift(ROWS, Wishes(), "b3", -2)
    grown = checked((*ROWS[:4], row("new", Rule.FIXED, "b"), *ROWS[4:]))
    assert keys(wishes, grown) == ["a", "b", "b3", "b1", "b2", "new", "c", "c1", "d"]


def test_a_template_is_edited_step_by_step():
    rows = add_row(ROWS, title="Y tế", kind="list", parent="c", is_taken=free)
    assert [each.key for each in rows] == ["a", "b", "b1", "b2", "b3", "c", "c1", "y_te", "d"]
    rows = move_row(rows, "y_te", -1)
    rows = change_row(rows, "y_te", title="Sức khỏe", rule=Rule.FIXED)
    made = next(each for each in rows if each.key == "y_te")
    assert (made.title, made.slug) == ("Sức khỏe", "y-te"), "printed addresses stay"
    assert [each.key for each in rows].index("y_te") < [each.key for each in rows].index("c1")
    assert remove_row(rows, "y_te") == ROWS
    assert fault(remove_row, ROWS, "b") == Fault.HAS_CHILDREN
    assert fault(change_row, ROWS, "b", parent="c") == Fault.HEADING
    assert fault(change_row, ROWS, "b1", parent="c1") == Fault.HEADING
    assert fault(change_row, ROWS, "b1", days=-1) == Fault.DAYS
    assert fault(move_row, ROWS, "x", 1) == Fault.UNKNOWN
    assert fault(add_row, ROWS, title="tìm kiếm", kind="list", parent="", is_taken=free) == Fault.TAKEN


def test_the_first_template_is_a_possible_one():
    template = first_template()
    assert checked(template.sections) == template.sections
    assert Template.of(template.as_data()) == template
    assert Adaptation.of(Adaptation().as_data()) == Adaptation()


KEYS = st.sampled_from([*(each.key for each in ROWS), "own-x", "?"])
WISHES = st.builds(
    Wishes,
    titles=st.dictionaries(KEYS, st.sampled_from(["Tên khác", ""])),
    hidden=st.lists(KEYS).map(tuple),
    parents=st.dictionaries(KEYS, KEYS),
    orders=st.dictionaries(st.one_of(KEYS, st.just("")), st.lists(KEYS).map(tuple)),
    own=st.one_of(st.just(()), KEYS.map(lambda key: (row("own-x", parent=key),))),
)


@given(WISHES)
def test_whatever_a_site_wishes_the_fixed_stays_and_nothing_is_lost(wishes):
    placed = arrange(ROWS, wishes)
    found = {each.key: each for each in placed}
    assert len(found) == len(placed)
    assert found.keys() >= {each.key for each in ROWS}
    for each in ROWS:
        if each.rule is Rule.FIXED:
            assert found[each.key].row == each
            assert not found[each.key].is_hidden
    fixed_tops = [each.key for each in placed if not each.row.parent and each.row.rule is not Rule.FREE]
    assert fixed_tops == ["a", "d"]
    assert all(found[each.row.parent] for each in placed if each.row.parent)


@given(WISHES, WISHES)
def test_laying_out_leads_to_the_wishes_from_anywhere_and_then_has_nothing_to_do(before, after):
    template = Template(ROWS)
    site = lay(template, before, {})
    site = lay(template, after, site)
    assert not plan(template, Adaptation(after), list(site.values()))
    shown = {key for key, each in site.items() if not each.facts["is_hidden"]}
    assert shown == set(keys(after))


def lay(template: Template, wishes: Wishes, site: dict[str, Stored]) -> dict[str, Stored]:
    """What the database would hold after the plan."""
    found = plan(template, Adaptation(wishes), list(site.values()))
    after = dict(site)
    for key, parent, facts in found.new:
        after[key] = Stored(len(after) + 1, key, parent, facts)
    for key, each in site.items():
        changes = dict(found.changed.get(each.pk, {}))
        parent = changes.pop("parent", each.parent)
        if each.pk in found.retired:
            changes = {"slug": f"bo-{each.pk}", "in_menu": False, "is_hidden": True}
        after[key] = replace(each, parent=parent, facts={**each.facts, **changes})
    return after
