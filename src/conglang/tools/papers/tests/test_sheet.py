from datetime import date

import pytest

from conglang.tools.papers import Column, Issuer, Sheet, Table, download
from conglang.tools.papers.sheet import legible, written_date


def make(**more):
    given = {
        "issuer": Issuer("UBND xã Bến Đá"),
        "kind": "Báo cáo",
        "abstract": "Việc",
        "place": "Bến Đá",
        "body": [],
    }
    return Sheet(**(given | more))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 8, 2), "ngày 02 tháng 8 năm 2026"),
        (date(2026, 11, 22), "ngày 22 tháng 11 năm 2026"),
        (None, "ngày ..... tháng ..... năm ........"),
    ],
)
def test_only_days_below_ten_and_the_first_two_months_get_a_zero(day, words):
    assert written_date(day) == words


def test_a_number_that_is_not_known_yet_leaves_room_for_the_pen():
    assert make(number="12", symbol="BC-UBND").code == "12/BC-UBND"
    assert make(symbol="BC-UBND").code == "        /BC-UBND"
    assert make().code == ""


def test_a_row_that_does_not_fit_its_table_is_refused():
    columns = (Column("A", 1), Column("B", 3))
    assert Table(columns, [["nhóm"], ["1", "2"]]).shares == [0.25, 0.75]
    with pytest.raises(ValueError, match="3 texts for 2 columns"):
        Table(columns, [["1", "2", "3"]])
    with pytest.raises(ValueError, match="width"):
        Table((Column("A", 0),), [])


def test_texts_are_composed_and_free_of_what_no_file_may_hold():
    assert legible("Hoa\u0300 \x00\x1fBình\ud800\n") == "Hoà Bình\n"


def test_the_annex_names_the_sheet_that_it_belongs_to():
    sheet = make(number="12", symbol="BC-UBND", on=date(2026, 2, 5))
    assert sheet.annex_note == (
        "(Kèm theo Báo cáo số 12/BC-UBND ngày 05 tháng 02 năm 2026 của UBND xã Bến Đá)"
    )


def test_a_download_has_a_name_that_every_system_can_store():
    answer = download(make(), "docx", "Biên bản niêm yết: đợt 1")
    assert answer["Content-Disposition"] == 'attachment; filename="bien-ban-niem-yet-dot-1.docx"'
    assert answer.content.startswith(b"PK")
