from conglang.base.ui.csv_files import csv_text


def test_a_cell_that_a_spreadsheet_would_compute_stays_words():
    text = csv_text([["Tên", "=1+1"], ["@a", -1]])
    assert text == "\ufeffTên,'=1+1\r\n'@a,-1\r\n"
