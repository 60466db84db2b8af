from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.content.directory.rules import Product, as_lines, dialled, products_of
from conglang.content.directory.tables import NoTable, read_rows
from conglang.content.directory.vcards import Card, folded, vcards


@pytest.mark.parametrize(
    ("line", "product"),
    [
        ("Mật ong – 4 sao", Product("Mật ong", 4)),
        ("Mật ong (3 sao)", Product("Mật ong", 3)),
        ("Trà xanh; 5★", Product("Trà xanh", 5)),
        ("Gạo ST25", Product("Gạo ST25")),
        ("Rượu – 9 sao", Product("Rượu – 9 sao")),
    ],
)
def test_stars_are_read_from_the_end_of_a_line(line, product):
    assert products_of(line) == [product]


NAMES = st.lists(st.sampled_from(["mật", "ong", "Gạo", "ST25", "trà"]), min_size=1).map(" ".join)


@given(st.lists(st.builds(Product, NAMES, st.integers(0, 5))))
def test_products_survive_being_typed_again(products):
    stored = [{"name": each.name, "stars": each.stars} for each in products]
    assert products_of(as_lines(stored)) == products


@pytest.mark.parametrize(
    ("written", "number"),
    [("0900 000 101", "0900000101"), ("(024) 3.900-100", "0243900100"), ("+84 900000101", "+84900000101")],
)
def test_a_telephone_number_can_be_dialled_however_it_is_written(written, number):
    assert dialled(written) == number


@pytest.mark.parametrize("written", ["", "hỏi văn phòng", "0900 hoặc 0901", "javascript:alert(1)"])
def test_what_is_no_number_is_not_dialled(written):
    assert dialled(written) == ""


@given(st.text())
def test_lines_of_a_card_are_short_and_whole(text):
    pieces = folded(text).split("\r\n ")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "".join(pieces) == text.replace("\r\n ", "")


def test_a_card_escapes_what_would_end_a_value():
    text = vcards([Card(name="Trần Thị Mẫu", organisation="Xã A; B, C", title="Phó\nchủ tịch")])
    assert "FN:Trần Thị Mẫu\r\n" in text
    assert "N:Trần;Thị Mẫu;;;\r\n" in text
    assert "ORG:Xã A\\; B\\, C\r\n" in text
    assert "TITLE:Phó\\nchủ tịch\r\n" in text


def test_a_table_is_read_under_its_headings_whatever_stands_above():
    data = "DANH SÁCH CÁN BỘ\nSTT;Họ và tên;Chức vụ;Điện thoại\n1;Lê  Văn Thí;Chủ tịch;0900 000 101\n;;;\n"
    [row] = read_rows(data.encode("utf-8-sig"))
    assert row.number == 3
    assert row.cells == {"full_name": "Lê Văn Thí", "post": "Chủ tịch", "phone": "0900 000 101"}


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"\x80\x81", b"a,b\n1,2", b"PK\x03\x04"])
def test_what_is_no_table_of_people_is_refused(data):
    with pytest.raises(NoTable):
        list(read_rows(data))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    with suppress(NoTable):
        list(read_rows(data))
