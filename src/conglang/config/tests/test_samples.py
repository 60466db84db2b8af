"""The sample files that come with the demonstration show what the import can do."""

from importlib.resources import files

import pytest

from conglang.content.newsroom.importing.draft import Flaw, Unreadable
from conglang.content.newsroom.importing.read import Format, read

FOLDER = files("conglang") / "config" / "demo" / "samples"


@pytest.mark.parametrize(
    ("name", "title", "flaws"),
    [
        (
            "01-thong-bao-tiep-cong-dan.docx",
            "Thông báo về việc tiếp công dân định kỳ tháng 12 năm 2026",
            {Flaw.LETTERHEAD},
        ),
        ("02-tin-khoi-cong-cau.docx", "Khởi công cầu qua kênh Ba Mẫu", set()),
        (
            "03-bao-cao-phong-chu-cu-TCVN3.docx",
            "Báo cáo: Kết quả sản xuất vụ hè thu",
            {Flaw.CONVERTED},
        ),
        ("04-lich-tiem-phong.html", "Lịch tiêm phòng cho trẻ em tháng 12", {Flaw.PICTURE_LOST}),
        ("07-danh-sach-ho-nhan-qua.docx", "Danh sách hộ nhận quà Tết (danh sách mẫu)", set()),
        ("05-thong-bao-cup-dien.txt", "Thông báo tạm ngừng cấp điện ngày 28/11", set()),
    ],
)
def test_a_sample_is_read(name, title, flaws):
    draft = read(Format(name.rpartition(".")[2]), (FOLDER / name).read_bytes())
    assert draft.title == title
    assert {problem.flaw for problem in draft.problems} == flaws


def test_the_broken_sample_is_reported():
    with pytest.raises(Unreadable) as unreadable:
        read(Format.DOCX, (FOLDER / "06-tep-hong.docx").read_bytes())
    assert unreadable.value.problem.flaw is Flaw.BROKEN
