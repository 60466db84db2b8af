"""What an import would change."""

from conglang.content.procedures.comparing import Change, compare
from conglang.content.procedures.rules import Fault, read_content
from conglang.content.procedures.tests.conftest import rows_of
from conglang.content.procedures.tests.invented import entries


def known(*values):
    contents = [read_content(each)[0] for each in values]
    return {content.code: content for content in contents}


def changes(lines):
    return [(each.change, each.code) for each in lines]


def test_the_same_again_changes_nothing():
    values = entries(3)
    lines = compare(rows_of(*values), known(*values), is_whole=True)
    assert {each.change for each in lines} == {Change.SAME}


def test_a_change_is_told_part_by_part():
    old, new = entries(1)[0], entries(1)[0]
    new["ways"] = [{"way": "office", "time": "1 ngày", "fee": "Không", "note": ""}]
    new["result"] = "Giấy mới"
    [line] = compare(rows_of(new), known(old), is_whole=False)
    assert (line.change, line.parts) == (Change.CHANGED, ("ways", "result"))


def test_only_a_whole_catalogue_repeals_what_it_does_not_name():
    one, two = entries(2)
    assert changes(compare(rows_of(one), known(one, two), is_whole=False)) == [(Change.SAME, one["code"])]
    whole = compare(rows_of(one), known(one, two), is_whole=True)
    assert changes(whole)[1:] == [(Change.REPEALED, two["code"])]


def test_a_line_can_say_that_its_procedure_is_repealed():
    [one] = entries(1)
    said = rows_of({"code": one["code"], "repealed": True})
    assert changes(compare(said, known(one), is_whole=False)) == [(Change.REPEALED, one["code"])]


def test_a_new_code_is_told_by_the_file_or_by_name_and_field():
    [old] = entries(1)
    new = old | {"code": "9.999999"}
    told = compare(rows_of(new | {"former_code": old["code"]}), known(old), is_whole=False)
    guessed = compare(rows_of(new), known(old), is_whole=True)
    assert changes(told) == changes(guessed) == [(Change.CODE, old["code"])]
    assert changes(compare(rows_of(new), known(old), is_whole=False)) == [(Change.NEW, "9.999999")]


def test_a_code_that_is_still_there_is_not_taken_for_an_old_one():
    [old] = entries(1)
    both = compare(rows_of(old, old | {"code": "9.999999"}), known(old), is_whole=True)
    assert changes(both) == [(Change.SAME, old["code"]), (Change.NEW, "9.999999")]


def test_one_code_twice_is_wrong_the_second_time_and_repeals_nothing():
    [one] = entries(1)
    first, second = compare(rows_of(one, one | {"name": "Tên khác"}), known(one), is_whole=True)
    assert (first.change, second.change) == (Change.SAME, Change.WRONG)
    assert [each.fault for each in second.problems] == [Fault.TWICE]


def test_a_wrong_line_keeps_its_procedure_in_force():
    [one] = entries(1)
    lines = compare(rows_of(one | {"name": ""}), known(one), is_whole=True)
    assert changes(lines) == [(Change.WRONG, one["code"])]
