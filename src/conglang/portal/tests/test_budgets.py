"""The public budget: what is approved stands there with its figures, the rest with its state."""

from datetime import date

from conglang.base.accounts.tests.villages import visit
from conglang.content.budgets.tests.conftest import frozen, happened, home, publish, write  # noqa: F401
from conglang.portal.tests.telling import report_from


def test_a_year_tells_what_is_there_late_and_missing(home):  # noqa: F811
    happened(home, date(2026, 9, 30), "exec_09")
    row = publish(write(home), home)
    draft = write(home, key="exec_03")
    page = visit("/ngan-sach/").content.decode()
    assert "Công khai ngân sách năm 2026" in page
    assert f'<a href="{row.get_absolute_url()}">Thực hiện ngân sách cấp xã 6 tháng đầu năm 2026</a>' in page
    assert "12/10/2026" in page
    assert "Quá hạn, chưa công khai" in page
    assert draft.get_absolute_url() not in page
    assert "Biểu số 103–107" in visit("/ngan-sach/nam/2020/").content.decode()
    assert visit("/ngan-sach/nam/1999/").status_code == 404
    assert visit(draft.get_absolute_url()).status_code == 404


def test_what_one_person_wrote_down_is_not_public(home):  # noqa: F811
    happened(home, date(2026, 11, 2), "support_result", "Hỗ trợ hộ bà Thử")
    page = visit("/ngan-sach/").content.decode()
    assert "Thử" not in page
    assert "02/12/2026" in page, "that something is due, and when, is no secret"


def test_a_reader_sees_bars_tables_and_takes_the_figures_away(home):  # noqa: F811
    row = publish(write(home, note="Thu đạt <một nửa> dự toán."), home)
    page = visit(row.get_absolute_url()).content.decode()
    assert '<rect width="50" height="6">' in page
    assert " style=" not in page
    assert "4.500" in page
    assert "&lt;một nửa&gt;" in page
    assert ".xlsx" in page
    data = visit(f"{row.get_absolute_url()}so-lieu.csv")
    assert data.headers["Access-Control-Allow-Origin"] == "*"
    assert "TỔNG SỐ THU,9000,4500" in data.content.decode("utf-8-sig")
    assert row.get_absolute_url() in visit("/tim-kiem/?q=thu+bo+sung").content.decode()


def test_a_wrong_figure_is_reported_from_the_item(home):  # noqa: F811
    row = publish(write(home), home)
    assert report_from(row.get_absolute_url()).page_uid == row.uid
