"""Stamps are found wherever and however they are written; what merely speaks of secrecy passes."""

import unicodedata

import pytest

from conglang.kernel.text.legacy import TCVN3_LETTERS, VNI_LETTERS
from conglang.tools.guards.rules import Kind, Line, Part
from conglang.tools.guards.secrecy import marks

STAMPS = ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "Tối mật", "Tuyệt mật", "Mật"]
CIRCULATION = [
    "LƯU HÀNH NỘI BỘ",
    "Chỉ lưu hành nội bộ",
    "CHỈ DÙNG NỘI BỘ",
    "Tài liệu lưu hành nội bộ",
    "Chỉ được phổ biến trong nội bộ",
    "TÀI LIỆU NỘI BỘ",
    "XEM XONG TRẢ LẠI",
    "TÀI LIỆU THU HỒI",
    "Không phổ biến",
    "CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ",
]
AROUND = ["{}", "  {}  ", "({})", "[{}]", "*** {} ***", "“{}”", "- {} -", "{}.", "\u200b{}", "\u00a0{}\u00a0"]


def found_in(*texts: str, part: Part = Part.TEXT) -> bool:
    return bool(marks([Line(text, part) for text in texts]))


def plain(text: str) -> str:
    """Without diacritics, as on old machines."""
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def old(text: str, letters: dict[str, str]) -> str:
    """In an encoding of before; capitals by the font where it has none."""
    return "".join(letters.get(c, letters.get(c.lower(), c)) for c in unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("stamp", [*STAMPS, *CIRCULATION])
@pytest.mark.parametrize("around", AROUND)
def test_a_stamp_on_a_line_of_its_own_is_found(stamp, around):
    assert found_in("UBND XÃ ÂN LẠC", around.format(stamp), "BÁO CÁO", "Nội dung")


@pytest.mark.parametrize("stamp", [*STAMPS[:3], *CIRCULATION])
def test_a_stamp_is_found_in_every_writing(stamp):
    upper = stamp.upper()
    for text in (
        unicodedata.normalize("NFD", stamp),
        plain(upper),
        " ".join(upper),
        ".".join(upper.replace(" ", "")),
        upper.replace(" ", "  "),
        upper.replace(" ", "\u00a0"),
        upper.replace(" ", ""),
        old(stamp.lower(), TCVN3_LETTERS),
        old(upper, TCVN3_LETTERS),
        old(upper, VNI_LETTERS),
        "".join(chr(ord(c) + 0xFEE0) if "A" <= c <= "Z" else c for c in upper),
    ):
        assert found_in("BÁO CÁO", text, "Tình hình an ninh"), text


@pytest.mark.parametrize("level", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "Mật", "Tối mật"])
def test_a_level_beside_its_label_is_found(level):
    assert found_in(f"Độ mật: {level}")
    assert found_in(f"ĐỘ MẬT : {level}")
    assert found_in(f"Mức độ mật - {level}")
    assert found_in(f"Độ mật\t{level}")
    assert found_in("Số\tTrích yếu\tĐộ mật", f"12/BC\tVề việc A\t{level}")
    assert found_in("Số\tTrích yếu\tMức độ mật", "11/BC\tVề việc B\t", f"12/BC\tVề việc A\t{level}")
    assert found_in(f"Văn bản này thuộc độ {level}.")


@pytest.mark.parametrize(
    "text",
    [
        "TỐI MẬT\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỐI MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "MẬT     Độc lập - Tự do - Hạnh phúc",
        "MẬT - HỎA TỐC",
        "HỎA TỐC, TUYỆT MẬT",
        "Bản số: 03  MẬT",
        "TÀI LIỆU MẬT",
        "VĂN BẢN TỐI MẬT",
        "UBND XÃ\vMẬT\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\vĐộc lập - Tự do - Hạnh phúc",
        "Văn bản này chỉ lưu hành nội bộ, không sao chụp.",
        "Tài liệu này được đóng dấu Mật.",
    ],
)
def test_a_stamp_beside_the_letterhead_is_found(text):
    assert found_in(text)


@pytest.mark.parametrize("part", [Part.HEADER, Part.PAGE, Part.NOTE, Part.SHEET, Part.PROPERTIES])
def test_a_stamp_is_found_in_every_part_of_a_file(part):
    assert found_in("Trang 1", "MẬT", part=part)


def test_a_stamp_far_down_a_page_is_found():
    assert found_in(*["Nội dung"] * 60, "TUYỆT MẬT", part=Part.PAGE)


@pytest.mark.parametrize(
    "text",
    [
        "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15",
        "TĂNG CƯỜNG CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Hội nghị bầu bằng hình thức bỏ phiếu kín",
        "Tài liệu có độ MẬT trở lên không được soạn trên máy nối mạng.",
        "Mật ong rừng nguyên chất 250.000 đồng/lít",
        "MẬT ONG",
        "Mật độ dân số 120 người/km2",
        "MẬT ĐỘ XÂY DỰNG",
        "BẢO MẬT",
        "Mật khẩu",
        "ĐỔI MẬT KHẨU VNeID",
        "bí mật",
        "BÍ MẬT",
        "Thôn Mật Sơn, xã Ân Lạc",
        "Xã Mật Sơn",
        "Nguyễn Thị Mật",
        "1\tNguyễn Thị\tMật\t1985",
        "Ba mức là Mật, Tối mật và Tuyệt mật.",
        "Quy định độ mật: mật, tối mật, tuyệt mật",
        "Độ mật: Không",
        "Độ mật:",
        "Văn bản này không thuộc độ Mật.",
        "Danh mục tài liệu tối mật do Bộ Công an ban hành",
        "QUY ĐỊNH VỀ TÀI LIỆU TỐI MẬT",
        "Quy chế quản lý tài liệu lưu hành nội bộ của cơ quan",
        "Đoàn kết nội bộ",
        "Kiểm toán nội bộ",
        "Túi mật",
        "MẶT TRẬN TỔ QUỐC",
        "Mặt",
        "MẮT",
        "MÁT",
        "Mất",
        "tới mắt",
        "Thư mật thám gửi về Pháp năm 1930",
        "Hộp thư mật của đội du kích",
        "Đường dây nóng bảo mật thông tin người tố giác",
    ],
)
def test_what_speaks_of_secrecy_passes(text):
    assert marks([Line("Bản tin xã Ân Lạc"), Line(text), Line("Nội dung tiếp theo")]) == []


def test_words_cut_by_the_end_of_a_line_pass():
    assert not found_in("CAM KẾT BẢO", "MẬT", "THÔNG TIN", part=Part.PAGE)
    assert not found_in("ĐỔI", "MẬT", "KHẨU", part=Part.PAGE)
    assert not found_in(*["dòng"] * 20, "Nguyễn Thị", "Mật", "1985", part=Part.PAGE)


def test_a_table_that_explains_the_levels_passes_and_a_register_of_them_does_not():
    assert not found_in("Độ mật\tThời hạn", "Tuyệt mật\t30 năm", "Tối mật\t20 năm", "Mật\t10 năm")
    assert found_in("Văn bản\tĐộ mật", "12/BC\tTối mật", "13/BC\tMật", "14/BC\tTuyệt mật")


def test_the_finding_names_its_line_and_kind():
    (found,) = marks([Line("UBND XÃ", Part.PAGE, 3), Line("TUYỆT MẬT", Part.PAGE, 3)])
    assert (found.kind, found.value, found.number, found.line) == (Kind.SECRECY, "TUYỆT MẬT", 3, 2)
    assert marks([Line("LƯU HÀNH NỘI BỘ")])[0].kind is Kind.INTERNAL
