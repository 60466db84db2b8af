"""Columns hold their longest words, and long lines break in their middle."""

import pytest

from conglang.tools.papers import Column, Table
from conglang.tools.papers.columns import balanced, widths_mm


def test_a_narrow_column_gets_what_its_longest_word_needs_from_the_wide_ones():
    table = Table([Column("STT", 1), Column("Họ và tên", 10), Column("Ngày", 1)], [["1", "A", "18/11/2026"]])
    number, name, day = widths_mm(table, 120)
    assert number == pytest.approx(8 + 4.2, abs=0.5)
    assert day > 19 + 4
    assert number + name + day == pytest.approx(120)


def test_columns_with_room_keep_their_shares():
    table = Table([Column("Số", 1), Column("Tên", 3)], [["1", "Nguyễn Văn A"], ["Nhóm"]])
    assert widths_mm(table, 160) == [40, 120]


def test_a_table_that_cannot_hold_its_words_keeps_its_shares():
    table = Table([Column("Nghiêngngả", 1), Column("Nghiêngngả", 1)], [])
    assert widths_mm(table, 30) == [15, 15]
    far = Table([Column("Số", 1), Column("Tên", 1)], [["https://vi-du.vn/" + "a" * 60, ""]])
    assert widths_mm(far, 100) == [50, 50]


def test_a_name_that_is_too_long_for_its_line_breaks_in_the_middle():
    name = "ỦY BAN NHÂN DÂN XÃ HÒA MẪU"
    assert balanced(name, 40, 12) == "ỦY BAN NHÂN DÂN\nXÃ HÒA MẪU"
    assert balanced("ỦY BAN NHÂN DÂN PHƯỜNG LONG HÒA MẪU", 40, 12).endswith("\nPHƯỜNG LONG HÒA MẪU")
    assert balanced("THỦ TRƯỞNG ĐƠN VỊ", 40, 14) == "THỦ TRƯỞNG\nĐƠN VỊ"
    assert balanced(name, 200, 12) == name
