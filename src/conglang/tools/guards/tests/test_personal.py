"""Personal data in lists is found; numbers and dates of nobody are left alone."""

import random
from collections import Counter

import pytest

from conglang.tools.guards.numbers import digits_of, is_identity_number, is_tax_code
from conglang.tools.guards.personal import personal_data
from conglang.tools.guards.rules import Kind, Line, mask
from conglang.tools.guards.tests.lists import DECOYS, LAYOUTS, with_decoys

ROUNDS = 8
PEOPLE = 24
WANTED = 0.95


def _key(kind: Kind, value: str) -> tuple[Kind, str]:
    letters = kind in {Kind.EMAIL, Kind.HOME_ADDRESS}
    return kind, value.lower() if letters else digits_of(value)


def figures(layout: str, seed: int = 0) -> tuple[float, float, list[object], list[object]]:
    """Precision, recall, what was missed and what was wrong, over several rounds."""
    right = wrong = wanted = 0
    missed: list[object] = []
    false: list[object] = []
    for number in range(ROUNDS):
        rng = random.Random(f"{layout}-{seed}-{number}")  # the same lists every time
        built = with_decoys(LAYOUTS[layout](rng, PEOPLE), rng)
        truth = Counter(_key(*each) for each in built.truth)
        found = Counter(_key(each.kind, each.value) for each in personal_data(built.lines))
        right += (truth & found).total()
        wanted += truth.total()
        wrong += (found - truth).total()
        missed += list((truth - found).elements())
        false += list((found - truth).elements())
    return right / (right + wrong), right / wanted, missed, false


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lists_of_people_are_read_right_in_every_layout(layout):
    precision, recall, missed, false = figures(layout)
    assert precision >= WANTED, false[:20]
    assert recall >= WANTED, missed[:20]


@pytest.mark.parametrize("text", DECOYS)
def test_contacts_of_offices_and_numbers_of_things_are_nobodys(text):
    assert personal_data([Line(text)]) == []


def test_a_directory_of_officials_is_no_list_of_people():
    lines = [
        Line("STT\tHọ và tên\tChức vụ\tĐiện thoại\tEmail"),
        Line("1\tNguyễn Văn Minh\tChủ tịch UBND xã\t0914 222 333\tminhnv.anlac@gialai.gov.vn"),
        Line("2\tTrần Thị Hoa\tCông chức Văn phòng\t0905 111 222\thoatt.anlac@gialai.gov.vn"),
    ]
    assert personal_data(lines) == []


def test_a_finding_tells_where_it_stands_and_hides_its_middle_when_kept():
    (found,) = personal_data([Line("Danh sách"), Line("Ông Lê Văn Tám, CCCD 001085012345, thôn 2")])
    assert (found.kind, found.value, found.line) == (Kind.IDENTITY_NUMBER, "001085012345", 2)
    assert found.before.endswith("CCCD ")
    assert found.masked().value == "00••••••••45"
    assert found.masked().before == ""
    assert mask("12/3") == "12/3"


def test_numbers_are_judged_by_their_structure():
    assert is_identity_number("001085012345")
    assert not is_identity_number("003085012345")  # no such province
    assert not is_identity_number("001985012345")  # no such century
    assert is_tax_code("0100109106")
    assert not is_tax_code("0100109107")
